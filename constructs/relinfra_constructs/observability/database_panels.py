"""Databases on the dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from relinfra_constructs.observability.widgets import Graph, Line
from relinfra_constructs.props import Props

__all__ = ["ClusterPanel", "DatabasePanel", "Panel"]


class Panel(Protocol):
    """A database on the dashboard, whichever engine runs it."""

    @property
    def title(self) -> str:
        """The title of the panel, as people call what it shows."""

    def graphs(self) -> Sequence[Graph]:
        """Return what is drawn of it, in one row."""


class DatabasePanel(Props):
    """An RDS instance on the dashboard: what people call it, its identifier, and those of its readers."""

    title: str
    identifier: str
    readers: Sequence[str] = ()

    def graphs(self) -> Sequence[Graph]:
        """Return what runs out, how fast it answers, and how far readers are behind."""
        instances = (self.identifier, *self.readers)
        lag = [Graph("Lag of readers, seconds", _instance_lines(self.readers, "ReplicaLag"))] if self.readers else []
        return [
            Graph("CPU, percent", _instance_lines(instances, "CPUUtilization")),
            Graph("Connections", _instance_lines(instances, "DatabaseConnections")),
            Graph("Free storage, bytes", _instance_lines(instances, "FreeStorageSpace")),
            Graph("Latency, seconds", _instance_lines([self.identifier], "ReadLatency", "WriteLatency")),
            *lag,
        ]


class ClusterPanel(Props):
    """An Aurora Serverless v2 cluster on the dashboard: what people call it, and its identifier."""

    title: str
    identifier: str

    def graphs(self) -> Sequence[Graph]:
        """Return what runs out, how far it has scaled, and how far readers are behind."""
        cluster = {"DBClusterIdentifier": self.identifier}
        writer, reader = ({**cluster, "Role": role} for role in ("WRITER", "READER"))
        return [
            Graph(
                "CPU of writer and readers, percent",
                [*_lines(writer, "CPUUtilization"), *_lines(reader, "CPUUtilization")],
            ),
            Graph(
                "Capacity of writer and readers, ACU",
                [*_lines(writer, "ServerlessDatabaseCapacity"), *_lines(reader, "ServerlessDatabaseCapacity")],
            ),
            Graph("Connections to the writer", _lines(writer, "DatabaseConnections")),
            Graph("Lag of readers, milliseconds", _lines(reader, "AuroraReplicaLag")),
        ]


def _instance_lines(identifiers: Sequence[str], *metrics: str) -> list[Line]:
    return [line for one in identifiers for line in _lines({"DBInstanceIdentifier": one}, *metrics)]


def _lines(dimensions: Mapping[str, str], *metrics: str) -> list[Line]:
    return [Line("AWS/RDS", metric, dimensions, "Average") for metric in metrics]

"""The data that services use, wherever they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from relinfra_constructs.database.database import Database

__all__ = ["GivenData", "ServiceBucket", "ServiceData"]


class ServiceBucket(Protocol):
    """A bucket, or the replica that takes its place."""

    @property
    def id(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def arn(self) -> str: ...  # noqa: D102

    @property
    def key_arn(self) -> str: ...  # noqa: D102


class ServiceData(Protocol):
    """Databases and buckets by their keys in the matrix."""

    @property
    def databases(self) -> Mapping[str, Database]: ...  # noqa: D102

    @property
    def buckets(self) -> Mapping[str, ServiceBucket]: ...  # noqa: D102


@dataclass(frozen=True)
class GivenData:
    """Databases and buckets that lie in several stacks, or in none."""

    databases: Mapping[str, Database] = field(default_factory=dict)
    buckets: Mapping[str, ServiceBucket] = field(default_factory=dict)

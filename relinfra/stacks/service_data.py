"""The data that services use, wherever they run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from relinfra_constructs.database.database import Database

__all__ = ["ServiceBucket", "ServiceData"]


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

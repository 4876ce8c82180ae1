"""The data that services use, wherever they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from relinfra_constructs.database.database import Database
from relinfra_constructs.ecs.database_login import DatabaseLogin
from relinfra_constructs.ecs.service_network import DatabaseAccess
from relinfra_constructs.ecs.task_roles import BucketAccess
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Service

__all__ = ["GivenData", "ServiceBucket", "ServiceData", "bucket_access", "database_access", "database_logins"]


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


def database_access(data: ServiceData, service: Service) -> dict[str, DatabaseAccess]:
    """Return how the tasks of a service reach its databases, by Terraform name."""
    return {
        terraform_name(key): DatabaseAccess(security_group_id=data.databases[key].security_group_id)
        for key in service.databases
    }


def database_logins(data: ServiceData, service: Service) -> dict[str, DatabaseLogin]:
    """Return the logins by IAM of the tasks of a service, by the variable that leads to the database."""
    return {
        variable: DatabaseLogin(user=source.user, resource_ids=data.databases[source.database].resource_ids)
        for variable, source in service.database_logins.items()
        if source.user and source.database
    }


def bucket_access(data: ServiceData, service: Service) -> dict[str, BucketAccess]:
    """Return the buckets that the tasks of a service read and write, by their keys."""
    found = {key: data.buckets[key] for key in service.buckets}
    return {key: BucketAccess(arn=bucket.arn, kms_key_arn=bucket.key_arn) for key, bucket in found.items()}

"""A read replica of an RDS instance in another region, which can be promoted when that region is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.master_password import secret_arn_in
from relinfra_constructs.database.postgres import PostgresInstance
from relinfra_constructs.database.postgres_props import PostgresProps
from relinfra_constructs.database.postgres_reader import following
from relinfra_constructs.props import Props

__all__ = ["Original", "PostgresReplica"]


class Original(Props):
    """Props of a replica in another region: the instance it follows.

    arn: of the instance; secret_arn: of the secret with its master password; region: of both.
    has_readers: whether it has readers, False by default.
    """

    arn: str
    secret_arn: str
    region: str
    has_readers: bool = False


class PostgresReplica(PostgresInstance):
    """An instance that takes over what the original writes, and nothing else until it is promoted.

    Outputs: as of every `Database`; `secret_arn` is the replica of the original's secret, and `reader_address` its own
    address where the original has readers: what asks those finds an answer here too. It has backups of its own.
    """

    def __init__(self, scope: Construct, id: str, props: PostgresProps, original: Original) -> None:
        self._original = original
        super().__init__(scope, id, props)

    def _content(self) -> dict[str, Any]:
        return following(self._original.arn)

    def _readers(self, source: aws.DbInstance, settings: Mapping[str, Any]) -> str | None:
        return source.ref("address") if self._original.has_readers else None

    def _secret(self) -> str:
        return secret_arn_in(
            self,
            f"{self._name}_secret_arn",
            secret_arn=self._original.secret_arn,
            source_region=self._original.region,
            region=self._props.placement.region,
        )

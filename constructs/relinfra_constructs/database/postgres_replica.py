"""A read replica of an RDS instance in another region, which can be promoted when that region is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.master_password import secret_arn_in
from relinfra_constructs.database.postgres import PostgresInstance
from relinfra_constructs.database.postgres_props import PostgresProps

__all__ = ["Original", "PostgresReplica"]


@dataclass(frozen=True, kw_only=True)
class Original:
    """What is followed: the ARN of the instance, the ARN of the secret with its master password, and their region."""

    arn: str
    secret_arn: str
    region: str


class PostgresReplica(PostgresInstance):
    """An instance that takes over what the original writes, and nothing else until it is promoted.

    Outputs: as of every `Database`; `secret_arn` is the replica of the original's secret. It has backups of its own.
    """

    def __init__(self, scope: Construct, id: str, props: PostgresProps, original: Original) -> None:
        self._original = original
        super().__init__(scope, id, props)

    def _content(self) -> dict[str, Any]:
        return {
            "replicate_source_db": self._original.arn,
            # Once promoted it follows nothing; Terraform must not try to undo that.
            "lifecycle": {"ignore_changes": ["replicate_source_db"]},
        }

    def _secret(self) -> str:
        return secret_arn_in(
            self,
            f"{self._name}_secret_arn",
            secret_arn=self._original.secret_arn,
            source_region=self._original.region,
            region=self._props.placement.region,
        )

"""A read replica of an RDS instance in its own region, which answers reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["PostgresReader", "PostgresReaderProps", "following", "reader_names"]


class PostgresReaderProps(Props):
    """Props of a reader: the instance it follows, and its own name.

    name: the identifier, one of `reader_names`.
    terraform_name: the Terraform name, such as `main_reader_1`.
    source: the identifier of the instance that is followed, of the same account and region.
    settings: the arguments of an instance that both are given.
    needs: what has to be there before it.
    """

    name: str
    terraform_name: str
    source: str
    settings: Mapping[str, Any]
    needs: Sequence[aws.Resource] = ()


class PostgresReader(Construct):
    """An instance that takes over what its source writes.

    Outputs: `endpoint_address`, where it answers reads, and `resource_id`.

    It lies in the subnets and under the key of its source, which RDS lets nobody say of a replica of the same region.
    RDS chooses its zone. It keeps no backups, and RDS makes no final snapshot of a replica: its source has both.
    """

    def __init__(self, scope: Construct, id: str, props: PostgresReaderProps) -> None:
        super().__init__(scope, id)
        instance = aws.DbInstance(
            self,
            props.terraform_name,
            identifier=props.name,
            multi_az=False,
            skip_final_snapshot=True,
            depends_on=props.needs,
            **props.settings,
            **following(props.source),
        )
        self.endpoint_address: str = instance.ref("address")
        self.resource_id: str = instance.resource_id


def reader_names(name: str, readers: int) -> tuple[str, ...]:
    """Return the identifiers of so many readers of the instance called `name`."""
    return tuple(f"{name}-reader-{number}" for number in range(1, readers + 1))


def following(source: str) -> dict[str, Any]:
    """Return the arguments of a replica of `source`: the identifier of an instance, its ARN from another region."""
    # Once promoted it follows nothing; Terraform must not try to undo that.
    return {"replicate_source_db": source, "lifecycle": {"ignore_changes": ["replicate_source_db"]}}

"""The parameter group of a database, and of the version that it is being upgraded from."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra_constructs import aws
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database_props import DatabaseProps
from relinfra_constructs.naming import terraform_name

__all__ = ["PARAMETERS", "ParameterGroup"]

PARAMETERS: Mapping[str, str] = {
    "log_lock_waits": "1",
    "log_min_duration_statement": "1000",
    "log_statement": "ddl",
    "rds.force_ssl": "1",
}
"""What every database sets: TLS only; schema changes, statements over a second and lock waits are logged."""


class ParameterGroup(Construct):
    """The group of the family that a database runs with. Output: `name`.

    While a major version is upgraded, the group of the family before stays beside it until nothing uses it, and both
    have their family in their address; before and afterwards there is one, at the address of the database. What a state
    has at the other address is kept.
    """

    def __init__(self, scope: Construct, id: str, props: DatabaseProps, *, of_cluster: bool = False) -> None:
        super().__init__(scope, id)
        self._props, self._of_cluster = props, of_cluster
        name, former = props.terraform_name, props.former_family
        if former is None:
            self._move(f"{name}_{props.family}", name)
            self.name = self._group(name, props.family)
        else:
            self._move(name, f"{name}_{former}")
            self._group(f"{name}_{former}", former)
            self.name = self._group(f"{name}_{props.family}", props.family)

    def _group(self, name: str, family: str) -> str:
        make = aws.RdsClusterParameterGroup if self._of_cluster else aws.DbParameterGroup
        return make(
            self,
            terraform_name(name),
            # With the family in its name, the next major version's group can exist beside this one.
            name=f"{self._props.name}-{family}",
            description=f"Parameters of {self._props.name}",
            family=family,
            parameter=_parameters(self._props.parameters),
            lifecycle={"create_before_destroy": True},
        ).name

    def _move(self, former: str, present: str) -> None:
        type_ = "aws_rds_cluster_parameter_group" if self._of_cluster else "aws_db_parameter_group"
        Batch.of(self).move(f"{type_}.{terraform_name(former)}", f"{type_}.{terraform_name(present)}")


def _parameters(further: Mapping[str, str]) -> list[aws.DbParameterGroupParameter]:
    """Return the parameters of a group: `PARAMETERS`, and `further` ones, which win."""
    # Those of PARAMETERS can all change while the database runs; of others nobody here knows.
    merged = {name: (value, "immediate") for name, value in PARAMETERS.items()}
    merged |= {name: (value, "pending-reboot") for name, value in further.items()}
    return [{"name": name, "value": value, "apply_method": method} for name, (value, method) in sorted(merged.items())]

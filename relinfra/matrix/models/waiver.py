"""A policy that is knowingly not met."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.models.accepted_risk import AcceptedRisk
from relinfra.matrix.values.names import Name
from relinfra.reading.expecting import expecting
from relinfra.reading.table import Table, empty

__all__ = ["AddressPattern", "Waiver"]

PolicyId = Annotated[
    str,
    Field(pattern=r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$", max_length=80),
    expecting("a policy id such as CKV2_AWS_57"),
]
AddressPattern = Annotated[
    str,
    Field(pattern=r"^(data\.)?[a-z0-9_*?]+\.[A-Za-z0-9_*?-]+(\[.+\])?$", max_length=200),
    expecting("a Terraform address, in which * stands for anything, such as aws_db_instance.*"),
]


_AttributePath = Annotated[
    str,
    Field(pattern=r"^[a-z_][a-z0-9_]*(\.([a-z0-9_]+))*$", max_length=200),
    expecting("a Terraform attribute such as retention_in_days"),
]
_AcceptedValue = Annotated[bool | int | float | str, expecting("true, false, a number or text")]


class Waiver(AcceptedRisk):
    """An exception to one policy with a reason, an owner and an end."""

    policy: PolicyId = Field(description="Id of the policy that is waived.", examples=["CKV2_AWS_57"])
    resources: Annotated[tuple[AddressPattern, ...], Field(min_length=1), expecting("at least one address")] = Field(
        description="Terraform addresses it is waived for; `*` stands for anything.",
        examples=[["aws_db_instance.*"]],
    )
    environments: Annotated[tuple[Name, ...], Field(min_length=1), expecting("at least one environment")] | None = (
        Field(None, description="Environments it is waived in; all of them if absent.")
    )
    accepts: Table[_AttributePath, _AcceptedValue] = Field(
        default_factory=empty,
        description="Values that are accepted, by Terraform attribute; any other value fails. An attribute that begins "
        "with a type is of the resources of that type that refer to the one that fails. Whatever is there if absent.",
        examples=[{"retention_in_days": 30}],
    )

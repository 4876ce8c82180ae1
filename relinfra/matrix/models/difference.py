"""A difference between two environments that is meant."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.models.waiver import AddressPattern
from relinfra.matrix.values.names import Name
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.text import Line

__all__ = ["IntendedDifference"]

_AttributePattern = Annotated[
    str,
    Field(pattern=r"^[A-Za-z_*?][A-Za-z0-9_*?.\-\[\]\"]*$", max_length=200),
    expecting("a Terraform attribute, in which * stands for anything, such as instance_class"),
]


class IntendedDifference(Model):
    """A difference between the resources of two environments that is meant, and why; `relinfra parity` knows it."""

    between: Annotated[tuple[Name, ...], Field(min_length=2, max_length=2), expecting("two environments")] = Field(
        description="The two environments, in any order.", examples=[["staging", "production"]]
    )
    resources: Annotated[tuple[AddressPattern, ...], Field(min_length=1), expecting("at least one address")] = Field(
        description="Terraform addresses that differ; `*` stands for anything.", examples=[["aws_db_instance.*"]]
    )
    attributes: Annotated[tuple[_AttributePattern, ...], Field(min_length=1), expecting("at least one attribute")] = (
        Field(
            ("*",),
            description="Attributes that differ, with all below them; `*` stands for anything, also for a resource "
            "that only one of the two has.",
            examples=[["instance_class", "multi_az"]],
        )
    )
    components: Annotated[tuple[Name, ...], Field(min_length=1), expecting("at least one component")] | None = Field(
        None, description="Stacks they are in, by component (`network`, `data`, …); all of them if absent."
    )
    reason: Line = Field(description="Why they differ.", examples=["Staging holds no customers' data."])

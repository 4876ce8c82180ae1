"""One resource or data source of a stack, as it is to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["StackItem"]


@dataclass(frozen=True)
class StackItem:
    """Kind (`resource` or `data`), type, name and arguments.

    `short_id` tells that its name is unique in its stack, so that it needs no explicit logical id.
    """

    kind: str
    terraform_type: str
    name: str
    body: Mapping[str, Any]
    short_id: bool

    @property
    def address(self) -> str:
        """The Terraform address: `aws_vpc.main`, `data.aws_region.here`."""
        return f"{'data.' if self.kind == 'data' else ''}{self.terraform_type}.{self.name}"

    @property
    def construct_id(self) -> str:
        """The id in the construct tree."""
        return self.name if self.short_id else self.address

    @property
    def variable(self) -> str:
        """The Python variable that holds it."""
        return re.sub(r"\W", "_", self.address)

    @property
    def depends_on(self) -> list[str]:
        """The addresses it waits for."""
        return list(self.body.get("depends_on", ()))

    def naming(self) -> list[str]:
        """Return the line that gives it its Terraform name, where its id does not."""
        return [] if self.short_id else [f"{self.variable}.override_logical_id({self.name!r})"]

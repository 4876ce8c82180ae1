"""The construct tree in Python alone: what composing stacks needs of cdktf, without Node.js, and without output.

Whoever only wants to know which resources a matrix leads to, and whether their arguments are allowed, imports the
constructs with this module in the place of `relinfra_constructs.cdk` and `relinfra_constructs.jsii_calls`: it has their
names. What is composed here is never synthesized; references are the text that Terraform would read inside one stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

__all__ = [
    "PACKAGE",
    "App",
    "Construct",
    "LocalBackend",
    "S3Backend",
    "TerraformDataSource",
    "TerraformElement",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformProvider",
    "TerraformResource",
    "TerraformResourceConfig",
    "TerraformStack",
    "TerraformVariable",
    "add_override",
    "place",
    "string_attribute",
]

PACKAGE = "tree"


class Node:
    """The place of a construct in the tree."""

    def __init__(self, construct: Construct, scope: Construct | None, id: str) -> None:
        self.id, self.scope = id, scope
        self.children: list[Construct] = []
        self._construct = construct
        if scope is not None:
            scope.node.children.append(construct)

    @property
    def path(self) -> str:
        """The ids from the top, without that of the app."""
        above = self.scope.node.path if self.scope is not None else ""
        return f"{above}/{self.id}".strip("/")

    def find_all(self) -> list[Construct]:
        """Return the construct and everything below it."""
        return list(self._walk())

    def _walk(self) -> Iterator[Construct]:
        yield self._construct
        for child in self.children:
            yield from child.node.find_all()


class Construct:
    """A construct that knows its scope."""

    scope_here: Construct | None

    def __init__(self, scope: Construct | None, id: str) -> None:
        self._take_place(scope, id)

    def _take_place(self, scope: Construct | None, id: str) -> None:
        self.scope_here = scope
        self.node = Node(self, scope, id)


class App(Construct):
    """The top of a tree."""

    def __init__(self, **_: Any) -> None:
        super().__init__(None, "")


class TerraformStack(Construct):
    """A stack."""

    def add_dependency(self, other: TerraformStack) -> None:
        """Do nothing: the order of stacks is no matter of their resources."""

    @classmethod
    def of(cls, scope: Construct) -> TerraformStack:
        """Return the stack that a construct lies in."""
        above: Construct | None = scope
        while above is not None and not isinstance(above, TerraformStack):
            above = above.scope_here
        assert above is not None
        return above


class TerraformElement(Construct):
    """Something with a name in Terraform, which is its id until another one is given."""

    kind_of_reference: ClassVar[str] = ""

    def __init__(self, scope: Construct, id: str = "", **_: Any) -> None:
        super().__init__(scope, id)
        self._logical_id = id

    def override_logical_id(self, name: str) -> None:
        """Give the name."""
        self._logical_id = name

    def _reference_to_it(self) -> str:
        return f"${{{self.kind_of_reference}.{self._logical_id}}}"


class TerraformLocal(TerraformElement):
    """A local value."""

    kind_of_reference = "local"

    @property
    def as_string(self) -> str:
        """The reference to it."""
        return self._reference_to_it()


class TerraformVariable(TerraformElement):
    """A variable."""

    kind_of_reference = "var"

    @property
    def string_value(self) -> str:
        """The reference to it."""
        return self._reference_to_it()


class TerraformOutput(TerraformElement):
    """An output."""


class TerraformProvider(TerraformElement):
    """A provider."""


class S3Backend(TerraformElement):
    """A backend in S3."""


class LocalBackend(TerraformElement):
    """A backend in a file."""


class TerraformResource(TerraformElement):
    """A resource; `place` gives it its place."""


class TerraformDataSource(TerraformElement):
    """A data source; `place` gives it its place."""


class TerraformResourceConfig:
    """The arguments of a resource for cdktf; it needs none here."""


def place(element: TerraformElement, scope: Construct, id: str, terraform_type: str, logical_id: str) -> None:
    """Give a resource or data source its place in the construct tree and its name in Terraform."""
    del terraform_type
    element._take_place(scope, id)
    element.override_logical_id(logical_id)


def add_override(element: TerraformElement, path: str, value: Any) -> None:
    """Do nothing: what is no resource has no arguments to check."""


def string_attribute(element: Any, path: str) -> str:
    """Return the reference to an attribute path."""
    return f"${{{element.address}.{path}}}"

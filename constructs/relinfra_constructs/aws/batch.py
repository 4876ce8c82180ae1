"""The bodies of a stack's resources, handed to cdktf together.

Crossing from Python to Node.js costs about a quarter of a millisecond a call, and an override of a method per resource
costs more than everything else about it. So a resource crosses once to take its place in the construct tree, and
the bodies of all resources of a stack cross in one piece when cdktf asks this element for its Terraform.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypedDict

from relinfra_constructs.cdk import Construct, TerraformElement, TerraformStack
from relinfra_constructs.errors import ConstructError

from .override import Deviation

__all__ = ["Batch", "Lifecycle"]

_CACHE = "_batch"
"""The attribute of a construct that remembers the batch of its stack; resources have it from the start."""


class Lifecycle(TypedDict, total=False):
    """The lifecycle arguments of a resource, as Terraform names them."""

    create_before_destroy: bool
    prevent_destroy: bool
    ignore_changes: Sequence[str] | str
    replace_triggered_by: Sequence[str]
    precondition: Sequence[Mapping[str, str]]
    postcondition: Sequence[Mapping[str, str]]


class Batch(TerraformElement):
    """Every body of one stack, by kind (`resource` or `data`), type and name."""

    def __init__(self, stack: TerraformStack) -> None:
        super().__init__(stack, "relinfra")
        self._stack = stack
        self._stack_id: str | None = None
        self._bodies: dict[str, dict[str, dict[str, dict[str, Any]]]] = {}
        self._registered: dict[str, object] = {}
        self._deviations: dict[tuple[str, str], Deviation] = {}
        self._defaults: dict[str, dict[str, Any]] = {}
        self._declared: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._moves: list[tuple[str, str]] = []

    @classmethod
    def of(cls, scope: Construct) -> Batch:
        """Return the batch of the stack that `scope` lies in, made on first use."""
        found = scope.__dict__.get(_CACHE)
        if found is None:
            stack = _stack_of(scope)
            found = stack.__dict__.get(_CACHE) or cls(stack)
            stack.__dict__[_CACHE] = scope.__dict__[_CACHE] = found
        assert isinstance(found, cls)
        return found

    @property
    def stack(self) -> TerraformStack:
        """The stack whose bodies these are."""
        return self._stack

    @property
    def stack_id(self) -> str:
        """The id of that stack; asking cdktf for it each time would cost two calls."""
        if self._stack_id is None:
            self._stack_id = self._stack.node.id
        return self._stack_id

    def add(self, kind: str, terraform_type: str, name: str, body: dict[str, Any]) -> None:
        """Take in one body. Raises ConstructError where its address is taken."""
        bodies = self._bodies.setdefault(kind, {}).setdefault(terraform_type, {})
        if name in bodies:
            stack = self._stack.node.path
            raise ConstructError(
                f"{stack}: {terraform_type}.{name} is there already; an address is unique in its stack"
            )
        for argument, value in self._defaults.get(terraform_type, {}).items():
            body.setdefault(argument, value)
        bodies[name] = body

    def default(self, terraform_type: str, argument: str, value: Any) -> None:
        """Give an argument to every resource of a type made from now on that does not set it itself."""
        self._defaults.setdefault(terraform_type, {})[argument] = value

    def declare(self, terraform_type: str, name: str, contract: Mapping[str, Any]) -> None:
        """Write what was declared of a resource into its comment, which policies read and Terraform ignores.

        What was declared of it before stays.
        """
        self._declared[terraform_type, name] = {**self._declared.get((terraform_type, name), {}), **contract}

    def register(self, address: str, resource: object) -> None:
        """Remember which object has an address."""
        self._registered[address] = resource

    @property
    def registered(self) -> Mapping[str, object]:
        """Every object that has an address in the stack, in the order they were made."""
        return MappingProxyType(self._registered)

    @property
    def counted(self) -> Mapping[str, int]:
        """The number of resources of each type so far, by the alphabet."""
        return {kind: len(named) for kind, named in sorted(self._bodies.get("resource", {}).items())}

    def move(self, former: str, present: str) -> None:
        """Remember that what a state may have at one address is now at another, and is to be kept.

        Checkov drops a file with `moved` in it, so that whoever synthesizes writes `moves` into one of its own.
        """
        self._moves.append((former, present))

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """Every former address and the present one, sorted."""
        return tuple(sorted(self._moves))

    def note(self, address: str, argument: str, source: str) -> None:
        """Remember that `source` overrode an argument; what it replaced by that is no deviation any more."""
        self._deviations[address, argument] = Deviation(address, argument, source)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Every argument that was overridden, by address and argument."""
        return tuple(deviation for _, deviation in sorted(self._deviations.items()))

    # cdktf calls this by exactly this name; jsii ignores an override under any other.
    def to_terraform(self) -> Any:
        """Return all bodies; cdktf resolves the references in them, and adds what crosses stacks."""
        bodies = {kind: {one: dict(named) for one, named in types.items()} for kind, types in self._bodies.items()}
        for (terraform_type, name), contract in self._declared.items():
            named = bodies["resource"][terraform_type]
            named[name] = {**named[name], "//": {"contract": dict(contract)}}
        return bodies


def _stack_of(scope: Construct) -> TerraformStack:
    """Return the stack a construct lies in: along the scopes that Python knows of, else by asking cdktf."""
    above: object = scope
    while above is not None and not isinstance(above, TerraformStack):
        above = above.__dict__.get("scope_here")
    return above or TerraformStack.of(scope)

"""Composing the stacks of a matrix without Node.js, to see whether its overrides can be applied.

Which addresses a matrix leads to is known to the constructs alone. So they are composed as for synthesis, by the same
code, with a construct tree in Python in the place of cdktf's. The classes of cdktf are bound where the constructs are
imported; therefore these are imported once more, beside those that synthesis uses, which stay as they are.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import relinfra
from relinfra.errors import ToolError
from relinfra.matrix.former import former_matrix, is_renamed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from types import ModuleType

    from relinfra.matrix import Matrix
    from relinfra.stacks import EnvironmentStacks

__all__ = ["addresses", "addresses_with_former", "bodies", "check_overrides"]

_ROOMS = ("relinfra_constructs", "relinfra.stacks")
_REPLACED = ("relinfra_constructs.cdk", "relinfra_constructs.jsii_calls")
_LOCK = Lock()


def check_overrides(matrix: Matrix) -> None:
    """Raise `MatrixError` with every override that names nothing, or that the provider's schema refuses."""
    overriding = [one.environment.name for one in matrix.regional_environments() if one.environment.overrides]
    if overriding:
        with _constructs_alone():
            import_module("relinfra.stacks.overrides").apply_overrides(matrix, _environments(matrix, overriding))


def addresses(matrix: Matrix) -> dict[str, tuple[str, ...]]:
    """Return the Terraform addresses of every stack of every environment, sorted, by the name of the stack."""
    with _constructs_alone():
        resources_in = import_module("relinfra_constructs.aws.resource").resources_in
        stacks = (stack for environment in _environments(matrix).values() for stack in environment.all_stacks)
        return {stack.node.id: tuple(sorted(resources_in(stack))) for stack in stacks}


def addresses_with_former(matrix: Matrix) -> dict[str, frozenset[str]]:
    """Return the addresses of every stack, and those that renamed keys had before, by the name of the stack."""
    present = addresses(matrix)
    former = addresses(former_matrix(matrix)) if is_renamed(matrix) else {}
    return {name: frozenset((*found, *former.get(name, ()))) for name, found in present.items()}


def bodies(matrix: Matrix, environment: str) -> dict[tuple[str, str], Any]:
    """Return the body of every resource of an environment in its own region, by component and Terraform address."""
    with _constructs_alone():
        resources_in = import_module("relinfra_constructs.aws.resource").resources_in
        stacks = _environments(matrix, [environment])[environment].by_component
        return {
            (component, address): json.loads(json.dumps(dict(resource.body)))
            for component, stack in stacks.items()
            for address, resource in resources_in(stack).items()
            if not address.startswith("data.")
        }


def _environments(matrix: Matrix, names: Collection[str] | None = None) -> Mapping[str, EnvironmentStacks]:
    errors = import_module("relinfra_constructs.errors")
    try:
        compose = import_module("relinfra.stacks.composition").compose_environments
        return cast("Mapping[str, EnvironmentStacks]", compose(import_module(_REPLACED[0]).App(), matrix, names))
    except errors.ConstructError as error:
        raise ToolError(str(error)) from None


@contextmanager
def _constructs_alone() -> Iterator[None]:
    """Let what is imported inside find a construct tree of Python; what was imported before is there again after it."""
    with _LOCK:
        kept, former = _taken_out(), vars(relinfra).get("stacks")
        try:
            tree = import_module("relinfra_constructs.tree")
            sys.modules.update(dict.fromkeys(_REPLACED, tree))
            yield
        finally:
            _taken_out()
            sys.modules.update(kept)
            # What is imported becomes an attribute of its package too.
            vars(relinfra).pop("stacks", None)
            if former is not None:
                vars(relinfra)["stacks"] = former


def _taken_out() -> dict[str, ModuleType]:
    """Remove every module of the rooms from those that are imported, and return them by name."""
    names = [name for name in sys.modules if name.startswith(tuple(f"{room}." for room in _ROOMS)) or name in _ROOMS]
    return {name: sys.modules.pop(name) for name in names}

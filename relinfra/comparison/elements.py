"""Elements of a stack besides resources: data sources, outputs, locals, variables, providers, its backend."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.fact import Json
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["elements"]

_NAMED = {"output": "output", "locals": "local", "variable": "variable", "module": "module"}


def elements(stack: Stack | None) -> dict[str, Resource]:
    """Return them by address, such as `output.vpc_id`, `provider.aws` or `terraform.backend`."""
    return {one.address: one for one in _all(stack)} if stack else {}


def _all(stack: Stack) -> Iterator[Resource]:
    yield from (one for one in stack.resources if one.type.startswith("data."))
    for name, body in _mapping(_mapping(stack.body.get("data")).get("terraform_remote_state")).items():
        yield Resource(stack.name, "data.terraform_remote_state", name, body)
    for key, kind in _NAMED.items():
        for name, body in _mapping(stack.body.get(key)).items():
            yield Resource(stack.name, kind, name, body if isinstance(body, dict) else {"value": body})
    for name, body in _mapping(stack.body.get("provider")).items():
        yield from _providers(stack.name, name, body)
    yield from _terraform(stack)


def _providers(stack: str, name: str, body: Json) -> Iterator[Resource]:
    for one in body if isinstance(body, list) else [body]:
        alias = _mapping(one).get("alias")
        yield Resource(stack, "provider", f"{name}.{alias}" if alias else name, one)


def _terraform(stack: Stack) -> Iterator[Resource]:
    own = {**_mapping(stack.body.get("terraform")), **_mapping(stack.versions.get("terraform"))}
    for name, body in own.items():
        yield Resource(stack.name, "terraform", name, body if isinstance(body, dict) else {"value": body})


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}

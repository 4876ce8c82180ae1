"""Taking stock: what synthesized stacks hold that nobody can make again, as a lock has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from relinfra.comparison import replaced_by
from relinfra.domain.stateful import LOSSES, MAJOR_VERSIONS, NAMED_BY, major_version
from relinfra.lockfile.lock import Kept, LockedStack

if TYPE_CHECKING:
    from relinfra.evidence import Output, Resource, Stack
    from relinfra.evidence.attribute import Attribute

__all__ = ["MAJOR", "Stock", "kept_arguments", "table_digest", "take_stock"]

MAJOR = "major_version"
"""What a lock keeps of an engine's version."""

_DIGEST = 8
_PLACED_BY = ("provider", "region")
_REFERENCE = re.compile(r"\$\{[^{}]*\}")
_NAMES_OF_STATES = ("key", "path", "prefix", "address", "name")


@dataclass(frozen=True)
class Stock:
    """Everything that synthesized stacks hold, by stack.

    `moved` are former addresses with the present ones, `upgrading` the addresses of databases whose major version may
    go up.
    """

    project: str
    stacks: Mapping[str, LockedStack]
    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    upgrading: Mapping[str, frozenset[str]] = field(default_factory=dict)


def take_stock(output: Output, project: str) -> Stock:
    """Return what the stacks of a synthesized folder hold."""
    return Stock(
        project,
        {name: _stack(output, stack) for name, stack in sorted(output.stacks.items())},
        {name: dict(_moves(stack)) for name, stack in output.stacks.items()},
        {name: frozenset(_upgrading(stack)) for name, stack in output.stacks.items()},
    )


def kept_arguments(type_: str) -> tuple[str, ...]:
    """Return the arguments of a type whose change is a loss: its names, and what is known to replace it."""
    return tuple(dict.fromkeys((*NAMED_BY[type_], *(name for name in replaced_by(type_) if name not in _PLACED_BY))))


@cache
def table_digest() -> str:
    """Return a digest of what is kept of which type: a lock that has another knows less, or more."""
    table = {type_: kept_arguments(type_) for type_ in sorted(NAMED_BY)}
    return sha256(json.dumps(table).encode()).hexdigest()[:_DIGEST]


def _stack(output: Output, stack: Stack) -> LockedStack:
    provider = stack.element("provider", "aws")
    accounts = provider.each("allowed_account_ids") if provider else ()
    region = provider.at("region") if provider else None
    held = (one for one in stack.resources if one.type in LOSSES and not one.at("replicate_source_db"))
    here = region.text if region else ""
    return LockedStack(
        environment=stack.label("environment"),
        account=accounts[0].text if accounts else "",
        region=here,
        state=_state(stack),
        resources={one.address: dict(_kept(output, one, here)) for one in held},
    )


def _state(stack: Stack) -> str:
    """Return where the state lies, in one line and without what gives access to it."""
    s3, local = (stack.element("terraform", "backend", kind) for kind in ("s3", "local"))
    if s3:
        bucket, key = s3.at("bucket"), s3.at("key")
        return f"s3://{bucket.text if bucket else ''}/{key.text if key else ''}"
    if local:
        path = local.at("path")
        return f"local://{PurePath(path.text).name if path else ''}"
    backend = stack.element("terraform", "backend")
    for kind in backend.value if backend and isinstance(backend.value, dict) else ():
        found = (backend.at(kind, name) for name in _NAMES_OF_STATES if backend)
        return f"{kind}://{next((one.text for one in found if one), '')}"
    return ""


def _kept(output: Output, resource: Resource, region: str) -> Iterator[tuple[str, Kept]]:
    for name in (*kept_arguments(resource.type), *_PLACED_BY):
        attribute = resource.at(name)
        if attribute and attribute.value not in (False, "", [], {}) and (name, attribute.value) != ("region", region):
            yield name, _value(output, attribute)
    version, engine = resource.at("engine_version"), resource.at("engine")
    if version and resource.type in MAJOR_VERSIONS and not _REFERENCE.search(version.text):
        yield MAJOR, major_version(engine.text if engine else "", version.text)


def _value(output: Output, attribute: Attribute) -> Kept:
    """Return a value; of a reference what it leads to, however it is spelt."""
    value = attribute.value
    if isinstance(value, str) and _REFERENCE.fullmatch(value) and (targets := output.follow(attribute)):
        named = (one.address if one.stack == attribute.stack else f"{one.stack}/{one.address}" for one in targets)
        return ", ".join(named)
    return value if isinstance(value, str | int | float) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _moves(stack: Stack) -> Iterator[tuple[str, str]]:
    """Yield every address that a `moved` block leaves, with the one where the last block of a chain arrives."""
    moved = stack.versions.get("moved")
    blocks = [block for block in (moved if isinstance(moved, list) else ()) if isinstance(block, dict)]
    steps = {str(block.get("from")): str(block.get("to")) for block in blocks}
    for start in steps:
        here, seen = start, {start}
        while (here := steps.get(here, here)) not in seen:
            seen.add(here)
        yield start, here


def _upgrading(stack: Stack) -> Iterator[str]:
    for type_ in MAJOR_VERSIONS:
        for resource in stack.find(type_):
            allowed = resource.at("allow_major_version_upgrade")
            if allowed and allowed.flag:
                yield resource.address

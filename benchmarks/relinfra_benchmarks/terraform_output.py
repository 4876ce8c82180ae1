"""Synthesized folders: what they hold, and whether two hold the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["Stacks", "addressed", "differences", "read_stacks", "resource_count"]

Stacks = Mapping[str, Mapping[str, Any]]
"""The Terraform of every stack, by the stack's name, without cdktf's own remarks (`//`)."""

_ABSENT = "nothing"
_SHOWN = 100
_PLUMBING = "terraform_remote_state"


def read_stacks(folder: Path) -> Stacks:
    """Read every `stacks/NAME/cdk.tf.json` of a synthesized folder."""
    files = sorted(folder.glob("stacks/*/cdk.tf.json"))
    return {file.parent.name: _without_remarks(json.loads(file.read_text("utf-8"))) for file in files}


def addressed(stack: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Yield kind (`resource` or `data`), type, name and body of everything in a stack."""
    for kind in ("data", "resource"):
        for terraform_type, named in stack.get(kind, {}).items():
            for name, body in named.items():
                yield kind, terraform_type, name, body


def resource_count(stacks: Stacks) -> int:
    """Return how many resources and data sources of AWS there are."""
    return sum(kind[1] != _PLUMBING for stack in stacks.values() for kind in addressed(stack))


def differences(expected: Stacks, found: Stacks) -> list[str]:
    """Return where two outputs differ: what is there, every argument, backends, providers, outputs and locals.

    A block and a list of that one block are the same to Terraform. The version of the provider is not compared: the
    bindings pin their own.
    """
    return list(_compare("", _normal(_comparable(expected)), _normal(_comparable(found))))


def _comparable(stacks: Stacks) -> dict[str, Any]:
    return {name: {**stack, "terraform": {"backend": stack["terraform"]["backend"]}} for name, stack in stacks.items()}


def _compare(path: str, expected: Any, found: Any) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted(expected.keys() | found.keys()):
            yield from _compare(f"{path}/{name}", expected.get(name, _ABSENT), found.get(name, _ABSENT))
    elif expected != found:
        yield f"{path}: expected {_show(expected)}, found {_show(found)}"


def _normal(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _normal(item) for name, item in value.items()}
    if isinstance(value, list):
        items = [_normal(item) for item in value]
        return items[0] if len(items) == 1 and isinstance(items[0], dict) else items
    return value


def _without_remarks(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_remarks(item) for name, item in value.items() if name != "//"}
    if isinstance(value, list):
        return [_without_remarks(item) for item in value]
    return value


def _show(value: Any) -> str:
    text = value if value is _ABSENT else json.dumps(value, sort_keys=True)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."

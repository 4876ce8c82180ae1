"""Replacements by Terraform's own word: `STACK.plan.json`, as `terraform show -json` prints a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra.errors import OutputError
from relinfra.evidence.path import Step, written
from relinfra.json_file import read_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Replacement", "read_replacements"]

_SUFFIX = ".plan.json"
_BOTH = {"create", "delete"}


@dataclass(frozen=True)
class Replacement:
    """A resource that a plan replaces, the paths that force it, and whether the new one is made first."""

    file: str
    address: str
    paths: tuple[str, ...]
    created_first: bool


def read_replacements(folder: Path) -> dict[str, tuple[Replacement, ...]]:
    """Read every `STACK.plan.json` of a folder; a stack that is not in the result was not planned.

    Raises `OutputError` where there is none, or one is no plan.
    """
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    if not files:
        hint = f"write `terraform show -json PLAN > STACK{_SUFFIX}` there for each stack"
        raise OutputError(f"{folder}: expected plans, found none; {hint}")
    return {file.name.removesuffix(_SUFFIX): tuple(_read(file)) for file in files}


def _read(file: Path) -> list[Replacement]:
    body = read_json(file, "write it with `terraform show -json PLAN`")
    try:
        return list(_replacements(file.name, body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{file}: not a plan as `terraform show -json` prints it") from error


def _replacements(file: str, body: Mapping[str, Any]) -> Iterator[Replacement]:
    for change in body["resource_changes"] if body["format_version"] else ():
        actions = change["change"]["actions"]
        if set(actions) == _BOTH:
            paths = (tuple(_steps(path)) for path in change["change"].get("replace_paths", ()))
            forced = tuple(sorted({written(path) for path in paths}))
            yield Replacement(file, change["address"], forced, actions[0] == "create")


def _steps(path: list[Any]) -> Iterator[Step]:
    return (step if isinstance(step, int) else str(step) for step in path)

"""The lock: every stack with its state, and what it holds that nobody can make again."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, TypeAlias

from pydantic import Field

from relinfra.reading.model import Model
from relinfra.reading.table import Table, empty
from relinfra.reading.text import Line
from relinfra.visible import visible_json

__all__ = ["Forgotten", "Kept", "Lock", "LockedStack"]

Kept: TypeAlias = str | int | float | bool


class LockedStack(Model):
    """A stack: where it runs, where its state lies, and by address what must not change of what it holds."""

    environment: str
    account: str
    region: str
    state: str
    resources: Table[str, Table[str, Kept]] = Field(default_factory=empty)


class Forgotten(Model):
    """Something that was let go, and why; who did, the history of the file knows."""

    stack: str
    address: str
    reason: Line


class Lock(Model):
    """The content of a lock file. `arguments` is a digest of the table that says what is kept of which type."""

    version: Literal[1] = 1
    project: str
    arguments: str
    stacks: Table[str, LockedStack] = Field(default_factory=empty)
    forgotten: tuple[Forgotten, ...] = ()

    def part(self, environments: Collection[str]) -> "Lock":
        """Return what it keeps of some environments, and of stacks of none."""
        own = ("", *environments)
        stacks = {name: one for name, one in self.stacks.items() if one.environment in own}
        return self.model_copy(update={"stacks": stacks})

    @property
    def text(self) -> str:
        """The lock as JSON, a resource a line, so that a review sees what changed of it."""
        content = self.model_dump(mode="json")
        stacks = {name: content["stacks"][name] for name in sorted(content["stacks"])}
        for stack in stacks.values():
            stack["resources"] = {address: stack["resources"][address] for address in sorted(stack["resources"])}
        forgotten = {"forgotten": content["forgotten"]} if self.forgotten else {}
        head = {key: content[key] for key in ("version", "project", "arguments")}
        return visible_json(_written({**head, "stacks": stacks, **forgotten}, "")) + "\n"


def _written(value: Any, indent: str) -> str:
    """Write a value; a mapping of plain values stands on one line."""
    if isinstance(value, Mapping) and any(isinstance(item, Mapping | list) for item in value.values()):
        members = (f"{json.dumps(key)}: {_written(item, f'{indent}  ')}" for key, item in value.items())
        return _block("{", members, "}", indent)
    if isinstance(value, list) and value:
        return _block("[", (_written(item, f"{indent}  ") for item in value), "]", indent)
    return json.dumps(value, ensure_ascii=False)


def _block(opening: str, members: Iterable[str], closing: str, indent: str) -> str:
    inside = f",\n{indent}  ".join(members)
    return f"{opening}\n{indent}  {inside}\n{indent}{closing}"

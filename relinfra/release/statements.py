"""Every value that a release file says, with its unit and its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union, get_args, get_origin

from relinfra.reading import ListNode, Node, ScalarNode, locate
from relinfra.reading.fields import key_of
from relinfra.reading.model import Model
from relinfra.release.values import Unit

if TYPE_CHECKING:
    from relinfra.reading.problems import Path
    from relinfra.release.reading import ReleaseFile

__all__ = ["ReleaseStatement", "statements"]

Plain: TypeAlias = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseStatement:
    """One value: its path in the file, the entries of lists counted from 1, its line and how it is written there."""

    path: str
    value: Plain
    unit: str
    line: int
    text: str


def statements(file: ReleaseFile) -> Iterator[ReleaseStatement]:
    """Return every value that is written in a file; days are ISO text."""
    for path, value, unit in _values(file.release, (), ""):
        place = locate(file.tree, path)
        if place.node is not None:
            yield ReleaseStatement(_written(path), _plain(value), unit, place.position.line, _text(place.node))


def _values(value: Any, path: Path, unit: str) -> Iterator[tuple[Path, Any, str]]:
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            own = _named(field.metadata) or _unit(field.annotation)
            yield from _values(getattr(value, name), (*path, key_of(name, field)), own)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _values(item, (*path, key), unit)
    elif isinstance(value, tuple) and value and isinstance(value[0], Model):
        for index, item in enumerate(value):
            yield from _values(item, (*path, index), unit)
    elif value is not None and value != ():
        yield path, value, unit


def _unit(annotation: Any) -> str:
    """Return the unit that a type names, whatever else qualifies it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _named(arguments[1:]) or _unit(arguments[0])
    if origin in (Union, UnionType, tuple):
        return next((unit for one in arguments if one not in (NoneType, Ellipsis) and (unit := _unit(one))), "")
    return ""


def _named(metadata: Any) -> str:
    return next((one.name for one in metadata if isinstance(one, Unit)), "")


def _written(path: Path) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _plain(value: Any) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    return value if isinstance(value, bool | int | float) else str(value)


def _text(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return node.text
    return ", ".join(_text(item) for item in node.items) if isinstance(node, ListNode) else ""

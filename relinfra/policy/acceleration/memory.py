"""Memory that Checkov holds twice or for nothing: lines of files, copies of texts, a graph after its use."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import Any

__all__ = ["Lines", "cleaned", "copied", "emptied", "inner_attributes", "without_lines"]

_UNCHANGING = frozenset({int, float, bool, type(None)})


class Lines(list[Any]):
    """The lines of a file that is not empty: there are some, and none is shown, since no report of ours shows code."""

    def __bool__(self) -> bool:
        return True


def without_lines(parse: Callable[[Any], tuple[Any, Any]]) -> Callable[[Any], tuple[Any, Any]]:
    """Return a parser that gives what `parse` gives, and no lines to be shown."""

    def parsed(file: Any) -> tuple[Any, Any]:
        template, lines = parse(file)
        return template, Lines() if lines else lines

    return parsed


def copied(usual: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what copies JSON as `usual` does, and shares the texts in it, which nobody can change."""
    return _copying(usual, backslashes=True)


def cleaned(usual: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what copies JSON as `usual` does, which takes some backslashes away: where there are any, it is asked."""
    return _copying(usual, backslashes=False)


def _copying(usual: Callable[[Any], Any], *, backslashes: bool) -> Callable[[Any], Any]:
    def copy(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            if "\\" in value and not backslashes:
                raise _UnlikeError
            return value
        if kind is dict:
            return {copy(key) if type(key) is str else _refuse(): copy(one) for key, one in value.items()}
        if kind is list:
            return [copy(one) for one in value]
        return value if kind in _UNCHANGING else _refuse()

    def whole(value: Any) -> Any:
        try:
            return copy(value)
        except _UnlikeError:
            return usual(value)

    return whole


class _UnlikeError(Exception):
    """A value to be copied is no plain JSON."""


def _refuse() -> Any:
    raise _UnlikeError


def emptied(save: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return what saves a graph as `save` does, and empties it then: from there on what was saved is asked."""

    def saved(manager: Any, graph: Any) -> Any:
        made = save(manager, graph)
        graph.empty()
        return made

    return saved


def inner_attributes(_: type, attribute_key: str, attribute_value: Any, strip_list: bool = True) -> dict[str, Any]:
    """Return a value and all values in it by their path, as `TerraformBlock` does, each path once for all blocks."""
    found: dict[str, Any] = {}
    _enter(found, attribute_key, _only(attribute_value) if strip_list else attribute_value)
    return found


def _enter(found: dict[str, Any], path: str, value: Any) -> Any:
    if not isinstance(value, dict | list):
        found[path] = value
        return value
    here: Any = [None] * len(value) if isinstance(value, list) else {}
    found[path] = here
    for key in range(len(value)) if isinstance(value, list) else list(value):
        if key == "":
            del value[key]
        else:
            here[key] = _enter(found, intern(f"{path}.{key}"), _only(value[key]))
    return here


def _only(value: Any) -> Any:
    """Return what a list of one has in it."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value

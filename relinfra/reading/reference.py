"""The reference of every field of a file, in Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from relinfra.reading.expecting import Expecting
from relinfra.reading.fields import bare, whole
from relinfra.reading.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo

__all__ = ["models", "section"]

_NAMES = {bool: "true or false", float: "number", int: "whole number", str: "text"}


def models(root: type[Model], tops: Mapping[type[Model], str] | None = None) -> Iterator[tuple[type[Model], str]]:
    """Visit every model below `root` once, each with the path under which it is written first.

    `tops` are models whose path the paths below them do not repeat, each with the short one that stands for it.
    """
    waiting: list[tuple[type[Model], str]] = [(root, "")]
    seen: set[type[Model]] = set()
    while waiting:
        model, path = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield model, path
        waiting.extend(_inside(model, (tops or {}).get(model, path)))


def _inside(model: type[Model], path: str) -> Iterator[tuple[type[Model], str]]:
    for key, field in model.written_fields().items():
        annotation = bare(whole(field))
        step = f"{path}.{key}".removeprefix(".")
        if get_origin(annotation) is Mapping:
            annotation, step = bare(get_args(annotation)[1]), f"{step}.<key>"
        elif get_origin(annotation) is tuple:
            annotation, step = bare(get_args(annotation)[0]), f"{step}[]"
        if isinstance(annotation, type) and issubclass(annotation, Model):
            yield annotation, step


def section(model: type[Model], path: str) -> str:
    """Return the table of a model's fields under its path."""
    title = f"`{path}`" if path else "The file"
    summary = (model.__doc__ or "").partition("\n")[0]
    rows = [_row(key, field) for key, field in model.written_fields().items()]
    head = ["| Field | Type | Default | Meaning |", "|---|---|---|---|"]
    return "\n".join([f"## {title}", "", summary, "", *head, *rows, ""])


def _row(key: str, field: FieldInfo) -> str:
    kind = _what(field.metadata) or _type(field.annotation)
    cells = (f"`{key}`", kind, _default(field), field.description or "")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _type(annotation: Any) -> str:
    if what := _expected(annotation):
        return what
    annotation = bare(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in arguments)
    if origin in (Mapping, tuple):
        entries = arguments[1] if origin is Mapping else arguments[0]
        what, kind = _expected(entries), "mapping" if origin is Mapping else "list"
        return f"{kind}; each {what}" if what else f"{kind} of {_type(entries)}s"
    return _NAMES.get(annotation, "mapping" if issubclass(annotation, Model) else "date")


def _expected(annotation: Any) -> str:
    """Return what a value object says of itself, also where it may be absent."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(argument for argument in get_args(annotation) if argument is not NoneType)
    return _what(get_args(annotation)[1:]) if get_origin(annotation) is Annotated else ""


def _what(metadata: Iterable[Any]) -> str:
    return next((item.what for item in metadata if isinstance(item, Expecting)), "")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True, validated_data={})
    if default is None:
        return "none"
    if isinstance(default, Model):
        return "see below"
    empty = "[]" if isinstance(default, tuple) else "{}"
    if isinstance(default, tuple | Mapping):
        default = list(default)
    return f"`{json.dumps(default) if default or default in (0, False) else empty}`"

"""What the models of the matrix offer, and what of it matrices use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

__all__ = ["offered", "used"]

Used = tuple[str, str, object]
"""A model, its field and a choice: a value of an enumeration or boolean, or whether the field is given at all."""


def offered(model: type[BaseModel]) -> set[Used]:
    """Return every choice that a model and all it holds offer."""
    found: set[Used] = set()
    seen: set[type[BaseModel]] = set()
    todo = [model]
    while todo:
        one = todo.pop()
        seen.add(one)
        for name, field in one.model_fields.items():
            parts = list(_parts(field.annotation))
            found |= {(one.__name__, name, choice) for part in parts for choice in _choices(part)}
            todo += [part for part in parts if _is_model(part) and part not in seen]
    return found


def used(value: Any) -> Iterator[Used]:
    """Yield the choices in a model, or in all that a collection holds."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            yield type(value).__name__, name, inner is not None
            yield from ((type(value).__name__, name, item) for item in _values(inner))
            yield from used(inner)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from used(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from used(item)


def _values(value: Any) -> tuple[object, ...]:
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if isinstance(item, str | int | bool))


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)


def _choices(part: Any) -> tuple[object, ...]:
    if get_origin(part) is Literal:
        return get_args(part)
    optional = get_origin(part) in {Union, UnionType} and type(None) in get_args(part)
    return (True, False) if part is bool or optional else ()


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)

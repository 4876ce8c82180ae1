"""What the models of the matrix offer, and what of it matrices use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

__all__ = ["offered", "used"]

Used = tuple[str, str, object]
"""A model that declares a field, the field and a choice: of an enumeration, a boolean, or whether it is given."""


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
            found |= {(_owner(one, name), name, choice) for part in parts for choice in _choices(part)}
            todo += [part for part in parts if _is_model(part) and part not in seen]
    return found


def used(value: Any) -> Iterator[Used]:
    """Yield the choices in a model, or in all that a collection holds."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            owner = _owner(type(value), name)
            yield owner, name, inner is not None
            yield from ((owner, name, item) for item in _values(inner))
            yield from used(inner)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from used(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from used(item)


def _owner(model: type[BaseModel], name: str) -> str:
    """Return the class that declares a field: what several variants inherit is one choice."""
    return next(base.__name__ for base in model.__mro__ if name in vars(base).get("__annotations__", {}))


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

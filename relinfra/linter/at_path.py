"""Values of a matrix by their path, read, and replaced in a copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from relinfra.reading.table import FrozenMapping

__all__ = ["replaced", "value_at"]

Whole = TypeVar("Whole")


def value_at(whole: Any, path: tuple[str, ...]) -> Any:
    """Return what lies at a path, None where nothing does."""
    for step in path:
        if isinstance(whole, BaseModel):
            fields = type(whole).model_fields.items()
            whole = {field.alias or name: dict(whole)[name] for name, field in fields}
        whole = whole.get(step) if isinstance(whole, Mapping) else None
    return whole


def replaced(whole: Whole, path: tuple[str, ...], value: Any) -> Whole:
    """Return a copy with another value at a path; None takes an entry out of a table. Raises `KeyError` without way."""
    if not path:
        return value  # type: ignore[no-any-return]
    step, *rest = path
    if isinstance(whole, BaseModel):
        name = _name(whole, step)
        return whole.model_copy(update={name: replaced(dict(whole)[name], tuple(rest), value)})
    if not isinstance(whole, Mapping) or (rest and step not in whole):
        raise KeyError(step)
    changed = {**whole, step: replaced(whole.get(step), tuple(rest), value)}
    return FrozenMapping({key: item for key, item in changed.items() if item is not None})  # type: ignore[return-value]


def _name(model: BaseModel, key: str) -> str:
    """Return the name of a field by its key in the file. Raises `KeyError` where there is none."""
    for name, field in type(model).model_fields.items():
        if key == (field.alias or name):
            return name
    raise KeyError(key)

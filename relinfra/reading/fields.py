"""Fields: what the models expect at a path of a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from relinfra.reading.model import Model
from relinfra.reading.variants import declared_model

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from relinfra.reading.problems import Path

__all__ = ["annotation_at", "bare", "declared_at", "field_at", "key_of", "model_at", "takes", "whole"]


def key_of(name: str, field: FieldInfo) -> str:
    """Return the key a field has in the file."""
    return field.alias or name


def model_at(root: type[Model], path: Path) -> type[Model] | None:
    """Return the model that describes the mapping at `path`, if one does."""
    annotation = annotation_at(root, path)
    return annotation if isinstance(annotation, type) and issubclass(annotation, Model) else None


def field_at(root: type[Model], path: Path) -> FieldInfo | None:
    """Return the field that the last step of `path` names, if its mapping is a model."""
    model = model_at(root, path[:-1]) if path else None
    return None if model is None else _fields(model).get(str(path[-1]))


def annotation_at(root: type[Model], path: Path) -> Any:
    """Return the bare type expected at `path`; None where nothing is."""
    return bare(declared_at(root, path))


def declared_at(root: type[Model], path: Path) -> Any:
    """Return the type expected at `path` with all that qualifies it; None where nothing is."""
    annotation: Any = root
    for step in path:
        annotation = _step(bare(annotation), step)
    return annotation


def takes(declared: Any, value: object) -> bool:
    """Whether a value is one of a declared type."""
    try:
        TypeAdapter(declared).validate_python(value)
    except ValidationError:
        return False
    return True


def whole(field: FieldInfo) -> Any:
    """Return the annotation of a field with its metadata, which pydantic keeps apart."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def bare(annotation: Any) -> Any:
    """Strip what only qualifies a type: metadata, and that it may be absent; of variants, take what may be written."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = declared_model(annotation) or get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not NoneType)
        else:
            return annotation


def _step(annotation: Any, step: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        field = _fields(annotation).get(str(step))
        return None if field is None else whole(field)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return arguments[0]
    return arguments[1] if origin is Mapping else None


def _fields(model: type[Model]) -> dict[str, FieldInfo]:
    return {key_of(name, field): field for name, field in model.model_fields.items()}

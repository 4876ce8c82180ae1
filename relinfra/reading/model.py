"""Base of every model of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["Model"]


class Model(BaseModel):
    """A frozen mapping of a file that knows all its keys and converts nothing."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        defer_build=True,
        use_attribute_docstrings=False,
    )

    @classmethod
    def written_fields(cls) -> dict[str, FieldInfo]:
        """Return the fields that a user writes, by the key each has in the file."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @classmethod
    def known_keys(cls) -> frozenset[str]:
        """Return every key that may be written in this mapping, those that are no field included."""
        return frozenset(cls.written_fields())

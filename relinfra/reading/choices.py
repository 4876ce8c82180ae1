"""Choices: what each value of a field that offers a few means, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import get_annotations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Choices", "choices", "meaning_of"]

Choice = str | int


@dataclass(frozen=True, slots=True)
class Choices:
    """The annotation of a `Literal` with the meaning of each of its values."""

    meanings: tuple[tuple[Choice, str], ...]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema with what yaml-language-server and VS Code show beside each value.

        https://github.com/redhat-developer/vscode-yaml and https://code.visualstudio.com/docs/languages/json
        """
        found, meanings = handler(schema), dict(self.meanings)
        if "enum" not in found:
            return found
        return {**found, "enumDescriptions": [meanings[value] for value in found["enum"]]}


def choices(meanings: Mapping[Any, str]) -> Choices:
    """Return the annotation of a `Literal`: the meaning of each value by the value."""
    return Choices(tuple(meanings.items()))


def meaning_of(model: type[object], field: str) -> str:
    """Return what a class is that fixes the value of a field: the summary of the one that declares it.

    `python -OO` knows none.
    """
    declaring = next(one for one in model.__mro__ if field in get_annotations(one))
    return (declaring.__doc__ or "").partition("\n")[0]

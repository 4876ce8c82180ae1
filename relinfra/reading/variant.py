"""One member of a discriminated union, and what is wrong with a mapping that should be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, get_args

from pydantic_core import InitErrorDetails, PydanticCustomError, core_schema

from relinfra.reading.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

__all__ = ["ABSENT", "FOREIGN", "Foreign", "Needed", "Variant", "absent", "foreign", "is_missing", "missing", "same"]

ABSENT = "absent"
"""The type of a fault: a field that this variant needs is not there."""
FOREIGN = "foreign"
"""The type of a fault: a field of another variant is there."""

_NOTHING: tuple[object, ...] = ((), {})
_BUILT_IN = frozenset(get_args(core_schema.ErrorType))


@dataclass(frozen=True, slots=True)
class Needed:
    """The name of a required field where it is missing; `{}` in it stands for the variant's own name."""

    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """The words for a field that belongs to another variant; without `found`, the value itself is shown."""

    expected: str
    hint: str = ""
    found: str = ""


class Variant(Model):
    """One member of a discriminated union.

    `spoken` is what problems call it; `refused` are fields of other members that it cannot have, by their key in the
    file. All others of theirs mean nothing to it and are left out.
    """

    spoken: ClassVar[str]
    refused: ClassVar[Mapping[str, Foreign]] = {}

    @classmethod
    def written(cls) -> dict[str, FieldInfo]:
        """Return every field by its key in the file."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}


def is_missing(fault: ErrorDetails) -> bool:
    """Return whether a fault is that a mapping lacks a field of its own."""
    return fault["type"] == "missing" and len(fault["loc"]) == 1


def absent(member: type[Variant], fault: ErrorDetails) -> InitErrorDetails:
    """Return the fault that a member lacks a field in its own words."""
    return missing(member, str(fault["loc"][0]), fault["input"])


def missing(member: type[Variant], key: str, content: Any) -> InitErrorDetails:
    """Return the fault that `content` lacks the field that has `key` in the file."""
    field = member.written()[key]
    needed = next((item for item in field.metadata if isinstance(item, Needed)), None)
    if needed is None:
        return InitErrorDetails(type="missing", loc=(key,), input=content)
    example = field.examples[0] if field.examples else None
    context = {"what": needed.what.format(member.spoken), "hint": needed.hint, "example": example}
    return InitErrorDetails(type=PydanticCustomError(ABSENT, "{what}", context), loc=(key,), input=content)


def same(fault: ErrorDetails) -> InitErrorDetails:
    """Return a fault as it was, to be raised again with others."""
    kind, context = fault["type"], fault.get("ctx", {})
    known: Any = kind if kind in _BUILT_IN else PydanticCustomError(kind, fault["msg"], context)
    return InitErrorDetails(type=known, loc=fault["loc"], input=fault["input"], ctx=context)


def foreign(member: type[Variant], content: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Yield the faults that `content` has fields of others that a member cannot have."""
    for key, reason in member.refused.items():
        if key in content and content[key] not in _NOTHING:
            context = {"what": reason.expected, "hint": reason.hint, "found": reason.found}
            yield InitErrorDetails(type=PydanticCustomError(FOREIGN, "{what}", context), loc=(key,), input=content[key])

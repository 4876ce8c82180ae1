"""Expectations: how a value object says what it expects."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import ValidationError
from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidatorFunctionWrapHandler
    from pydantic_core import CoreSchema, ErrorDetails

__all__ = ["EXPECTED", "Expecting", "broken_rule", "expecting", "refuse"]

EXPECTED = "expected"

_LINE_END = re.compile(r"[\r\n]")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Expecting:
    """The annotation that reports every fault of a value as "expected `what`"."""

    what: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the value, with every fault of it in other words."""
        return core_schema.no_info_wrap_validator_function(self._validate, handler(source))

    def _validate(self, value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError as error:
            # What lies deeper, or explains itself, speaks for itself.
            faults = error.errors(include_url=False)
            if any(fault["loc"] or fault["type"] == EXPECTED for fault in faults):
                raise
            refuse(self.what, broken=broken_rule(value, faults[0]) or _spelling(value, handler))


def expecting(what: str) -> Expecting:
    """Return the annotation that reports every fault of a value as "expected `what`"."""
    return Expecting(what)


def refuse(what: str, hint: str = "", found: str = "", broken: str = "") -> NoReturn:
    """Fail the validation of a value: `what` was expected.

    `hint` says what to do about it, `found` what is there where the value alone does not show it, and `broken` which of
    several rules the value breaks.
    """
    raise PydanticCustomError(EXPECTED, "{what}", {"what": what, "hint": hint, "found": found, "broken": broken})


def _spelling(value: Any, handler: ValidatorFunctionWrapHandler) -> str:
    """Return what alone is wrong with the letters of a text, where another spelling would do."""
    if not isinstance(value, str):
        return ""
    spellings = {
        "capital letters": value.lower(),
        "underscores": value.replace("_", "-"),
        "capital letters and underscores": value.lower().replace("_", "-"),
    }
    for what, spelling in spellings.items():
        if spelling != value:
            with suppress(ValidationError):
                handler(spelling)
                return f"it holds {what}; did you mean `{spelling}`?"
    return ""


def broken_rule(value: Any, fault: ErrorDetails) -> str:
    """Return which rule a text breaks, where one can be told: it is too long, or holds what nobody sees."""
    if not isinstance(value, str):
        return ""
    context = fault.get("ctx", {})
    if fault["type"] == "string_too_long":
        return f"it is longer than {context['max_length']:,} characters"
    if fault["type"] == "string_too_short" and value:
        return f"it is shorter than {context['min_length']:,} characters"
    return _wrong_space(value, fault)


def _wrong_space(value: str, fault: ErrorDetails) -> str:
    if value and value.isspace():
        return "it is blank"
    space = "the end of a line" if _LINE_END.search(value) else "a space"
    if value != value.strip():
        return f"it begins or ends with {space}"
    return f"it holds {space}" if fault["type"] == "string_pattern_mismatch" and _SPACE.search(value) else ""

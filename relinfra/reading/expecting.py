"""How a value object says what it expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler

__all__ = ["EXPECTED", "Expecting", "expecting", "refuse"]

EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Expecting(WrapValidator):
    """A validator that says what it expects."""

    what: str = ""


def expecting(what: str) -> Expecting:
    """Return the annotation that reports every fault of a value as "expected `what`"."""

    def validate(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError as error:
            # What lies deeper, or explains itself, speaks for itself.
            if any(fault["loc"] or fault["type"] == EXPECTED for fault in error.errors()):
                raise
            refuse(what)

    return Expecting(validate, what=what)


def refuse(what: str, hint: str = "", found: str = "") -> NoReturn:
    """Fail the validation of a value: `what` was expected.

    `hint` says what to do about it, and `found` what is there where the value alone does not show it.
    """
    raise PydanticCustomError(EXPECTED, "{what}", {"what": what, "hint": hint, "found": found})

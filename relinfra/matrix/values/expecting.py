"""How a value object says what it expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler

__all__ = ["EXPECTED", "expecting", "refuse"]

EXPECTED = "expected"


def expecting(what: str) -> WrapValidator:
    """Return the annotation that reports every fault of a value as "expected `what`"."""

    def validate(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError as error:
            if any(fault["type"] == EXPECTED for fault in error.errors()):
                raise
            refuse(what)

    return WrapValidator(validate)


def refuse(what: str, hint: str = "") -> NoReturn:
    """Fail the validation of a value: `what` was expected, and `hint` says what to write."""
    raise PydanticCustomError(EXPECTED, "{what}", {"what": what, "hint": hint})

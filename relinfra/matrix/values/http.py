"""Values of HTTP: paths and status codes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["HttpPath", "SuccessCodes"]

_EXPECTED_CODES = "HTTP statuses from 200 to 399 such as `200`, `200,204` or `200-299`"
_LOWEST, _HIGHEST = 200, 399


def _codes(value: str) -> str:
    """Refuse statuses that say of a task that it is not well, and ranges that hold none."""
    for part in value.split(","):
        low, _, high = part.partition("-")
        if not _LOWEST <= int(low) <= int(high or low) <= _HIGHEST:
            refuse(_EXPECTED_CODES, found=f"`{part}`")
    return value


HttpPath = Annotated[
    str,
    Field(pattern=r"^/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*$", max_length=1024),
    expecting("a URL path that starts with /"),
]
SuccessCodes = Annotated[
    str,
    Field(pattern=r"^[0-9]{3}(-[0-9]{3})?(,[0-9]{3}(-[0-9]{3})?)*$", max_length=100),
    AfterValidator(_codes),
    expecting(_EXPECTED_CODES),
]

"""Values of an execution record: times, digests, addresses of runs, and words that hide nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.errors import UsageError
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.secrets import is_secret
from relinfra.visible import visible

__all__ = ["Digest", "Link", "Moment", "StageName", "Words", "moment"]

_WORDS = "one line of text that a person can read"
_MOMENT = "a time in UTC to the second, such as 2026-12-08T14:05:00Z"


def moment(text: str | datetime) -> str:
    """Return a time as a record has it: in UTC, to the second. Raises `UsageError` for one without its zone."""
    try:
        parsed = datetime.fromisoformat(text) if isinstance(text, str) else text
        if parsed.tzinfo is None:
            raise ValueError("no zone")
        return parsed.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        message = f"expected a time with its zone, such as 2026-12-08T14:05:00Z, found {visible(str(text))!r}"
        raise UsageError(message) from None


def _seen(text: str) -> str:
    """Refuse text that hides or reorders what stands around it, and what looks like a secret."""
    if visible(text) != text:
        refuse(_WORDS, broken="it holds a character that nobody sees")
    if is_secret((), text):
        refuse(_WORDS, "a record is read by many: name what holds the secret", "what looks like a secret")
    return text


def _exact(text: str) -> str:
    try:
        written = moment(text)
    except UsageError:
        written = ""
    if written != text:
        refuse(_MOMENT)
    return text


Words = Annotated[
    str, Field(min_length=1, max_length=500, pattern=r"^\S(.*\S)?$"), AfterValidator(_seen), expecting(_WORDS)
]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"), AfterValidator(_exact), expecting(_MOMENT)]
Digest = Annotated[
    str,
    Field(pattern=r"^sha256:[0-9a-f]{64}$"),
    expecting("a digest: sha256: and 64 hexadecimal digits in lower case"),
]
Link = Annotated[
    str,
    Field(max_length=500, pattern=r"^https?://[^\s/<>\"']+(/[^\s<>\"']*)?$"),
    AfterValidator(_seen),
    expecting("a web address that begins with https://"),
]
StageName = Annotated[
    str,
    Field(max_length=100, pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*(@[a-z]{2}(-[a-z]+)+-\d)?$"),
    expecting("an environment, or ENVIRONMENT@REGION"),
]

"""JSON files that another program wrote or a person may have touched, read as a mapping or refused with their place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from relinfra.errors import OutputError, RelinfraError
from relinfra.regular_file import readable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["decoded", "described", "find_json", "json_or_empty", "parse_json", "read_json", "wrong_part"]

_LONGEST = 60
_KINDS: dict[type, str] = {dict: "a mapping", list: "a list"}
_REFUSED = (ValueError, RecursionError)


def read_json(path: Path, hint: str, error: type[RelinfraError] = OutputError) -> dict[str, Any]:
    """Return the mapping in a file; `hint` is what to do about one that holds none, which raises `error`."""
    found = find_json(path, hint, error)
    if found is None:
        raise error(f"{path}: not found; {hint}")
    return found


def find_json(path: Path, hint: str, error: type[RelinfraError] = OutputError) -> dict[str, Any] | None:
    """Return the mapping in a file as `read_json` does, None where there is no file."""
    try:
        content = readable(path).read_bytes()
    except FileNotFoundError as cause:
        if path.is_symlink():
            raise error(f"{path}: is a link that leads nowhere; {hint}") from cause
        return None
    except OSError as cause:
        raise error(f"{path}: cannot be read: {cause.strerror or cause}; {hint}") from cause
    return parse_json(content, path, hint, error)


def parse_json(content: bytes | str, path: Path, hint: str, error: type[RelinfraError] = OutputError) -> dict[str, Any]:
    """Return the mapping in the content of a file. Raises `error` with its place, and with `hint`."""
    try:
        body = _parsed(content)
    except _REFUSED as cause:
        raise error(f"{path}{_what_is_wrong(cause, content)}; {hint}") from cause
    if not isinstance(body, dict):
        raise error(f"{path}: expected a mapping, found {described(body)}; {hint}")
    return body


def decoded(content: bytes, path: Path, hint: str) -> str:
    """Return the text of a file, as it is. Raises `OutputError` with the place of what is none."""
    try:
        return content.decode()
    except UnicodeDecodeError as cause:
        raise OutputError(f"{path}{_what_is_wrong(cause, content)}; {hint}") from cause


def json_or_empty(path: Path) -> dict[str, Any]:
    """Return the mapping in a file; an empty one where it holds none, or is none that can be read."""
    try:
        body = _parsed(readable(path).read_bytes())
    except (OSError, *_REFUSED):
        return {}
    return body if isinstance(body, dict) else {}


def described(value: object) -> str:
    """Return a value of JSON as a message tells it: by its kind, or cut where it is long."""
    told = _KINDS.get(type(value)) or json.dumps(value, ensure_ascii=False)
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"


def wrong_part(error: Exception) -> str:
    """Return what is wrong with the parts of a mapping, of which `error` came up; a `ValueError` says it itself."""
    match error:
        case KeyError():
            return f"`{error.args[0]}` is missing"
        case ValueError():
            return str(error)
        case _:
            return "a part of it is of another kind"


def _parsed(content: bytes | str) -> object:
    # Editors and shells of Windows begin a file with a byte order mark.
    return json.loads(content.decode("utf-8-sig") if isinstance(content, bytes) else content)


def _what_is_wrong(cause: Exception, content: bytes | str) -> str:
    """Return the place in a file, and what was expected and found there."""
    match cause:
        case json.JSONDecodeError():
            found = f"something else: {cause.msg}" if content.strip() else "an empty file"
            return f":{cause.lineno}:{cause.colno}: expected JSON, found {found}"
        case UnicodeDecodeError():
            before = cause.object[: cause.start]
            line, column = before.count(b"\n") + 1, cause.start - before.rfind(b"\n")
            return f":{line}:{column}: expected text in UTF-8, found the byte 0x{cause.object[cause.start]:02x}"
        case RecursionError():
            return ": expected JSON, found more levels than can be read"
        case _:
            return ": expected JSON, found a number of too many digits"

"""Results of checks as `relinfra gate`, `smoke` and `verify --state` print them as JSON, on their way into a record."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from relinfra.errors import OutputError
from relinfra.reading.file import LARGEST_DOCUMENT, read_document
from relinfra.reading.secrets import covered
from relinfra.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["checked"]

_MOST, _LONGEST = 50, 500


def checked(path: Path) -> dict[str, Any]:
    """Return what a result says, with its digest: which check it was, whether it passed, what was found.

    Raises `OutputError` where the file is no such result.
    """
    try:
        content = read_document(path)
        body = json.loads(content if len(content) <= LARGEST_DOCUMENT else b"")
        name, passed, findings = body["check"], body["ok"], body["findings"]
        if not (isinstance(passed, bool) and all(isinstance(one, str) for one in findings)):
            raise TypeError
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        hint = "write it with --json"
        raise OutputError(f"{path}: expected what gate, smoke or verify --state printed as JSON; {hint}") from error
    told = tuple(covered(visible(one).strip())[:_LONGEST].strip() for one in findings[:_MOST])
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {"check": name, "passed": passed, "digest": digest, "findings": tuple(filter(None, told))}

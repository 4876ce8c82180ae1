"""One value of a plan as it may be shown: itself, the digest of a secret, or that it is known only after the apply."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from relinfra.reading.secrets import is_secret

__all__ = ["ABSENT", "UNKNOWN", "ShownValue", "shown"]

_SECRET = re.compile(
    r"passw|secret|token|credential|private_?key|api_?key|access_?key|connection_?string", re.IGNORECASE
)
_REFERENCE = re.compile(r"arn:[a-z-]+:|true$|false$|[0-9]+$|/|$")
_COST = 2**13


@dataclass(frozen=True)
class ShownValue:
    """A value that anybody may read: `kind` says in which of the ways, `text` is the JSON, the digest or nothing."""

    kind: Literal["value", "digest", "unknown", "absent"]
    text: str = ""

    @property
    def told(self) -> str:
        """The value as people read it."""
        match self.kind:
            case "value":
                return self.text
            case "digest":
                return f"(secret, {self.text[:18]}…)"
            case "unknown":
                return "(known after apply)"
            case "absent":
                return "(none)"


ABSENT = ShownValue("absent")
UNKNOWN = ShownValue("unknown")


def shown(value: Any, *, sensitive: bool, address: str, path: str, name: str = "") -> ShownValue:
    """Return a value as it may be shown; `name` is by what it is called, where that is not in its path.

    A secret is what Terraform marks as sensitive, and text that looks like one or whose name says so. Its digest is
    slow to make and differs from place to place: nobody looks a short password up, or sees that two are the same.
    """
    if value is None and not sensitive:
        return ABSENT
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    hidden = sensitive or (isinstance(value, str) and _is_secret(value, name or path.rpartition(".")[2]))
    return ShownValue("digest", _digest(text, f"{address} {path}")) if hidden else ShownValue("value", text)


def _is_secret(value: str, name: str) -> bool:
    return is_secret((name,), value) or bool(_SECRET.search(name) and not _REFERENCE.match(value))


@lru_cache(maxsize=4096)
def _digest(text: str, salt: str) -> str:
    made = hashlib.scrypt(text.encode(), salt=salt.encode(), n=_COST, r=8, p=1, dklen=32)
    return f"scrypt:{made.hex()}"

"""Files that say of themselves whether a person has edited them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

__all__ = ["is_untouched", "signed"]

_SIGNATURE = re.compile(r"^# relinfra: ([0-9a-f]{64})\n", re.MULTILINE)


def signed(remarks: Sequence[str], body: str) -> str:
    """Return a file of remarks, the digest of everything else in it, and its body."""
    head = "".join(f"# {remark}\n" for remark in remarks)
    return f"{head}# relinfra: {_digest(head, body)}\n{body}"


def is_untouched(text: str) -> bool:
    """Return whether a file is as it was written; line ends may be those of another system."""
    text = text.replace("\r\n", "\n")
    found = _SIGNATURE.search(text)
    return found is not None and _digest(text[: found.start()], text[found.end() :]) == found[1]


def _digest(head: str, body: str) -> str:
    return sha256(f"{head}{body}".encode()).hexdigest()

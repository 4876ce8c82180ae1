"""Failures of Node.js, in which cdktf writes the stacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relinfra.errors import OutputError

__all__ = ["node_writing"]

_CODES = "EACCES|EDQUOT|EFBIG|EIO|EMFILE|ENAMETOOLONG|ENFILE|ENOMEM|ENOSPC|EPERM|EROFS"
_REFUSED = re.compile(rf"\b(?:{_CODES}): ([a-z ,]+?)(?:, [a-z]+\b|$)", re.MULTILINE)
"""How Node.js says it: `ENOSPC: no space left on device, write`."""


@contextmanager
def node_writing(target: Path) -> Iterator[None]:
    """Tell what the machine refused to Node.js as an `OutputError` about `target`."""
    try:
        yield
    except RuntimeError as error:  # what jsii makes of an exception in Node.js
        refused = _REFUSED.search(str(error))
        if not refused:
            raise
        raise OutputError(f"{target}: cannot be written: {refused[1]}; what was there is unchanged") from error

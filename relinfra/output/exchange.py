"""Two folders of one file system change places in a single step, where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["exchange"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, <linux/fs.h>; macOS has the same value for RENAME_SWAP in <sys/stdio.h>
_UNSUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM}


def exchange(first: Path, second: Path) -> bool:
    """Swap the two names in one step; False where the system has no such step. Raises `OSError`."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        failed = _call(library, os.fsencode(first), os.fsencode(second))
    except (AttributeError, OSError, TypeError):  # an old C library or none at all
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(second))


def _call(library: ctypes.CDLL, first: bytes, second: bytes) -> bool:
    if sys.platform == "darwin":
        return bool(library.renamex_np(first, second, ctypes.c_uint(_RENAME_EXCHANGE)))
    return bool(library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_RENAME_EXCHANGE)))

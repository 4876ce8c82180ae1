"""The folder in which jsii keeps what Node.js runs, so that it is unpacked once and not by every process."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

__all__ = ["can_be_kept"]

_OF_JSII = {
    "darwin": "Library/Caches/com.amazonaws.jsii/package-cache",
    "win32": "AppData/Local/AWS/jsii/package-cache",
}
_USUAL = ".cache/aws/jsii/package-cache"


def can_be_kept() -> bool:
    """Make the folders above it, as jsii would, and return whether that worked.

    Node.js must not be asked to: where a folder is there and says "not found" of what is made in it (`/proc`, a link to
    a disk that is not mounted), it tries for ever (https://github.com/nodejs/node/issues/27198 is of that kind).
    """
    try:
        place = _place()
        for folder in (*reversed(place.parents), place):
            folder.mkdir(mode=0o700, exist_ok=True)
    except (OSError, RuntimeError):  # no rights, a file in the way; a user without a home
        return False
    return True


def _place() -> Path:
    told = os.environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT")
    if told:
        return Path(told).absolute()
    local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    if local:
        return Path(local, "AWS", "jsii", "package-cache")
    home = Path.home()
    return home / _OF_JSII.get(sys.platform, _USUAL) if home.is_absolute() else Path(tempfile.gettempdir()).absolute()

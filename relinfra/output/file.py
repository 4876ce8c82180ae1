"""One file, replaced whole."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from relinfra.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_atomically"]


def write_atomically(path: Path, text: str) -> None:
    """Write `text` (UTF-8, line ends as given) to `path`, making its folders.

    Whoever reads `path` meanwhile, or after a crash, finds the old text or the new one. A symbolic link is
    followed; a device or pipe (`/dev/stdout`) is simply written to. Raises `OutputError` where that fails.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(text.encode())
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, text.encode())
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.new")
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    try:
        # Not `tempfile`: its files are private, and the result must have the rights of an ordinary one.
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()

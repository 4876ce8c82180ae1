"""Files, written all or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from relinfra.errors import OutputError
from relinfra.output.transaction import refusing, transaction
from relinfra.real_path import real

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["write_binary", "write_file", "write_files"]


def write_file(path: Path, text: str) -> None:
    """Write `text` (UTF-8, line ends as given) to `path`, making its folders.

    Whoever reads `path` meanwhile, or after a crash, finds the old text or the new one. A symbolic link is
    followed; a device or pipe (`/dev/stdout`) is simply written to. Raises `OutputError` where that fails.
    """
    with refusing(path):
        target = real(path)
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(text.encode())
            return
    # Whoever names a link means the file that it leads to; one that lies among others in a folder is named by nobody.
    write_files(target.parent, {target.name: text})


def write_binary(path: Path, content: bytes) -> None:
    """Write bytes to `path` as `write_file` writes text, but for devices and pipes. Raises `OutputError`."""
    target = real(path)
    with transaction(target.parent) as begun:
        with (begun.folder / target.name).open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        begun.commit()


def write_files(
    folder: Path, texts: Mapping[str, str], *, given_up: Mapping[str, str] | None = None
) -> tuple[Path, ...]:
    """Write texts (UTF-8, line ends as given) by their path in `folder`, all or none, and return where they lie.

    Files that are `given_up`, by their path with the SHA-256 of what was made, are removed with it, unless they were
    edited since. Raises `OutputError` where one cannot be written, and for a path that leads out of `folder`.
    """
    with transaction(folder) as begun:
        for name, text in texts.items():
            _write(_inside(begun.folder, name), text)
        begun.give_up(given_up or {})
        begun.commit()
    return tuple(folder / name for name in texts)


def _inside(folder: Path, name: str) -> Path:
    path = folder / name
    if ".." in path.parts or not path.is_relative_to(folder):
        raise OutputError(f"{name}: would be written outside of the folder for results")
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())

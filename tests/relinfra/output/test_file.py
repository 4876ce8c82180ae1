from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from relinfra.errors import OutputError
from relinfra.output import write_atomically


def test_text_is_written_as_given(tmp_path: Path) -> None:
    """UTF-8 and line ends are kept byte for byte, and missing folders are made."""
    path = tmp_path / "a" / "b.md"
    write_atomically(path, "план\r\nand\n")
    assert path.read_bytes() == "план\r\nand\n".encode()


def test_the_file_has_ordinary_rights_and_keeps_its_own(tmp_path: Path) -> None:
    """A new file obeys the umask; a rewritten one keeps the mode it had."""
    path = tmp_path / "plan.md"
    before = os.umask(0o022)
    try:
        write_atomically(path, "one")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    write_atomically(path, "two")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_crash_leaves_the_previous_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure before the last step leaves the old text and no other file."""
    path = tmp_path / "plan.md"
    write_atomically(path, "old")

    def crash(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Writing through a symbolic link changes the file it points to and keeps the link."""
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    link.symlink_to(real)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """What is neither file nor folder, such as a pipe, receives the text and is not replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()))
    reader.start()
    write_atomically(pipe, "text")
    reader.join(timeout=10)
    assert received == ["text"]
    assert pipe.is_fifo()


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    """The error names the path and the reason the system gives."""
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(tmp_path, "text")

"""A program that never answers is an error that says so, and every call of git has the limit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import relinfra
from relinfra.errors import ToolError
from relinfra.evidence.history import asking
from relinfra.evidence.history.git import open_git

PACKAGE = Path(relinfra.__file__).parent


def test_a_git_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the program, the limit and the question, so that it can be asked by hand."""
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(asking, "LIMIT", 0.2)
    with pytest.raises(ToolError, match=r"^git: did not end within 0.2 seconds; expected an answer to `git -C"):
        open_git(tmp_path)


def test_nobody_else_starts_git() -> None:
    """Whoever starts it otherwise has no limit."""
    starting = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if re.search(r"subprocess\.(run|Popen)\(", text := file.read_text()) and '"git' in text
    }
    assert starting == set()

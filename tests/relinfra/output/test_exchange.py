from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.output.exchange import exchange


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_exchange_is_one_step_here(tmp_path: Path, kind: str) -> None:
    """On the systems relinfra is tested on, two files or folders really swap."""
    for name in "ab":
        path = tmp_path / name if kind == "file" else tmp_path / name / "file"
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    if not exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot exchange two names in one step")
    assert (tmp_path / "a" if kind == "file" else tmp_path / "a" / "file").read_text() == "b"

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.errors import OutputError
from relinfra.starter import write_files


def test_a_failure_takes_everything_back(tmp_path: Path) -> None:
    """When one file cannot be written, those written before it are as they were."""
    (tmp_path / "a").write_text("old")
    (tmp_path / "c").mkdir()
    with pytest.raises(OutputError):
        write_files(tmp_path, {"a": "new", "b": "new", "c": "new"}, force=True)
    assert (tmp_path / "a").read_text() == "old"
    assert not (tmp_path / "b").exists()


def test_the_paths_come_back(tmp_path: Path) -> None:
    """The result names what was written, folders made on the way included."""
    assert write_files(tmp_path / "new", {"x/y": "text"}).files == (tmp_path / "new/x/y",)
    assert (tmp_path / "new/x/y").read_text() == "text"

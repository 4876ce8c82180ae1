"""What the machine refuses: no space, no rights."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relinfra.errors import OutputError
from relinfra.output import replacing_stacks, settle, write_files
from tests.relinfra.output.folders import read, synthesize

PAGE = 4096
NAMES = [f"{number}/{number}.md" for number in range(4)]
OLD = dict.fromkeys(NAMES, "old")

Mount = Callable[..., None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Mount]]:
    """A small disk of its own, and a function that mounts it anew; skips where nobody may mount."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(("size=128k", *options)), "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("only who may mount a file system can fill one")

    mount()
    yield folder, mount
    # Lazily: a Node.js that has not yet noticed that its parent is gone would keep it, and the folder, for good.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _synthesize(target: Path, text: str) -> None:
    with replacing_stacks(target) as begun:
        synthesize(begun.folder, text, "web", "api")
        begun.commit()


def test_a_full_disk_changes_nothing(disk: tuple[Path, Mount]) -> None:
    """However many pages are left: all files are written, or none, and the error says so."""
    folder, _ = disk
    failed = 0
    for pages in range(12):
        write_files(folder / "docs", OLD)
        _fill(folder / "filler", pages)
        refusal = _refusal(folder / "docs", dict.fromkeys([*NAMES, "new/x.md"], "new"))
        if refusal:
            failed += 1
            assert "No space left on device; what was there is unchanged" in refusal
            assert read(folder / "docs") == OLD
        else:
            assert set(read(folder / "docs").values()) == {"new"}
            (folder / "docs/new/x.md").unlink()
        (folder / "filler").unlink()
        settle(folder / "docs")
        assert [path.name for path in folder.iterdir()] == ["docs"]
    assert 0 < failed < 12


def test_a_full_disk_leaves_the_stacks(disk: tuple[Path, Mount]) -> None:
    """The previous output is whole, and nothing lies beside it."""
    folder, _ = disk
    _synthesize(folder / "out", "old")
    _fill(folder / "filler", 2)
    with pytest.raises(OutputError, match="out: cannot be written: No space left on device"):
        _synthesize(folder / "out", "new" * PAGE)
    (folder / "filler").unlink()
    assert read(folder / "out")["stacks/web/cdk.tf.json"] == "old"
    assert [path.name for path in folder.iterdir()] == ["out"]


def test_a_disk_to_be_read_only_is_an_error(disk: tuple[Path, Mount]) -> None:
    """For who writes; who reads does without clearing what dead runs left."""
    folder, mount = disk
    write_files(folder / "docs", OLD)
    mount("remount", "ro")
    with pytest.raises(OutputError, match=r"docs: cannot be written: Read-only file system; what was there"):
        write_files(folder / "docs", {"a.md": "new"})
    with pytest.raises(OutputError, match="out: cannot be written: Read-only file system"):
        _synthesize(folder / "out", "new")
    settle(folder / "docs")
    assert read(folder / "docs") == OLD


def test_files_that_may_not_grow_change_nothing(tmp_path: Path) -> None:
    """A limit of the shell (`ulimit -f`) is told as a full disk is."""
    write_files(tmp_path / "docs", {"a.md": "old"})
    script = (
        "import pathlib, resource, sys\n"
        "from relinfra.errors import OutputError\n"
        "from relinfra.output import write_files\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    write_files(pathlib.Path(sys.argv[1]), {'a.md': 'new', 'b.md': 'x' * 10000})\n"
        "except OutputError as error:\n"
        "    print(error)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "docs")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "docs: cannot be written: File too large; what was there is unchanged" in said
    assert read(tmp_path) == {"docs/a.md": "old"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_an_error(tmp_path: Path) -> None:
    """It is named, with the reason."""
    tmp_path.chmod(0o555)
    with pytest.raises(OutputError, match="Permission denied"):
        write_files(tmp_path, {"a.md": "new"})
    tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


def _refusal(folder: Path, texts: dict[str, str]) -> str:
    try:
        write_files(folder, texts)
    except OutputError as error:
        return str(error)
    return ""


def _fill(path: Path, pages_left: int) -> None:
    with path.open("wb", buffering=0) as stream:
        free = os.statvfs(path).f_bavail
        stream.write(b"x" * PAGE * max(free - pages_left, 0))

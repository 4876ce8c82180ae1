from __future__ import annotations

import os
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from relinfra.errors import OutputError
from relinfra.output import file, write_file, write_files
from tests.relinfra.output.folders import read

MADE = sha256(b"made").hexdigest()


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """UTF-8, byte for byte, and missing folders are made."""
    path = tmp_path / "a" / "b.md"
    write_file(path, "план\r\nand\n")
    assert path.read_bytes() == "план\r\nand\n".encode()


def test_the_file_has_ordinary_rights_and_keeps_its_own(tmp_path: Path) -> None:
    """A new file obeys the umask; a rewritten one keeps the mode it had."""
    path = tmp_path / "plan.md"
    before = os.umask(0o022)
    try:
        write_file(path, "one")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    write_file(path, "two")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_crash_leaves_the_previous_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: None) -> None:
    """A failure before the last step leaves the old texts and nothing else."""
    del way
    write_files(tmp_path, {"plan.md": "old"})

    def crash(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(file.os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"plan.md": "new", "page.html": "new"})
    assert read(tmp_path) == {"plan.md": "old"}
    assert list(tmp_path.iterdir()) == [tmp_path / "plan.md"]


def test_several_files_are_written_or_none(tmp_path: Path, way: None) -> None:
    """Where one of them cannot be, the others are as they were: new ones are gone, changed ones have their old text."""
    del way
    write_files(tmp_path, {"a.md": "old", "deep/b.md": "old"})
    (tmp_path / "z.md").mkdir()
    new = {"a.md": "new", "deep/b.md": "new", "deep/er/c.md": "new", "fresh/d.md": "new"}
    with pytest.raises(OutputError, match=r"z\.md: cannot be written: a folder is in the way"):
        write_files(tmp_path, {**new, "z.md": "new"})
    assert read(tmp_path) == {"a.md": "old", "deep/b.md": "old"}
    assert write_files(tmp_path, new) == tuple(tmp_path / name for name in new)
    assert read(tmp_path) == new
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", "deep", "fresh", "z.md"}


def test_a_failing_step_takes_back_those_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: None) -> None:
    """The last of three renames fails; the first two are undone."""
    del way
    write_files(tmp_path, {"a.md": "old", "c.md": "old"})
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if to == tmp_path / "d.md":
            raise PermissionError(13, "Permission denied", str(path), None, str(to))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Permission denied; what was there is unchanged"):
        write_files(tmp_path, {"a.md": "new", "b.md": "new", "c.md": "new", "d.md": "new"})
    assert read(tmp_path) == {"a.md": "old", "c.md": "old"}


def test_what_is_given_up_goes_with_the_rest(tmp_path: Path, way: None) -> None:
    """A file as it was made is removed; an edited one, a link and one that a link leads to stay."""
    del way
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    write_files(docs, {"a.md": "old", "deep/page.html": "made", "edited.html": "made"})
    write_files(elsewhere, {"page.html": "made"})
    (docs / "edited.html").write_text("mine")
    (docs / "link.html").symlink_to(elsewhere / "page.html")
    (docs / "linked").symlink_to(elsewhere)
    names = ("deep/page.html", "edited.html", "link.html", "linked/page.html", "gone.html")
    write_files(docs, {"a.md": "new"}, given_up=dict.fromkeys(names, MADE))
    assert {path.name for path in docs.rglob("*.*")} == {"a.md", "edited.html", "link.html"}
    assert (docs / "edited.html").read_text() == "mine"
    assert read(elsewhere) == {"page.html": "made"}


def test_what_is_given_up_comes_back_where_another_step_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: None
) -> None:
    """The second of two removals fails: everything is as it was."""
    del way
    write_files(tmp_path, {"a.md": "old", "b.html": "made", "c.html": "made"})
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path == tmp_path / "c.html":
            raise PermissionError(13, "Permission denied", str(path), None, str(to))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Permission denied; what was there is unchanged"):
        write_files(tmp_path, {"a.md": "new"}, given_up={"b.html": MADE, "c.html": MADE})
    assert read(tmp_path) == {"a.md": "old", "b.html": "made", "c.html": "made"}


@pytest.mark.parametrize("name", ["../out.md", "a/../../out.md", "/out.md"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Whoever made it up."""
    with pytest.raises(OutputError, match="outside of the folder"):
        write_files(tmp_path / "in", {name: "text"})
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    """Writing through a symbolic link changes the file it points to and keeps the link."""
    real, link = tmp_path / "elsewhere" / "real.md", tmp_path / "docs" / "link.md"
    write_file(real, "old")
    link.parent.mkdir()
    link.symlink_to(real)
    write_file(link, "new")
    assert (link.is_symlink(), real.read_text()) == (True, "new")


@pytest.mark.parametrize("there", [True, False])
def test_a_link_among_files_that_leads_out_of_the_folder_is_refused(tmp_path: Path, there: bool) -> None:
    """Nobody named it: what lies elsewhere stays as it is, and nothing is written beside it either."""
    real, docs = tmp_path / "elsewhere.md", tmp_path / "docs"
    docs.mkdir()
    (docs / "own.md").write_text("old")
    (docs / "inside.md").symlink_to("own.md")
    write_files(docs, {"inside.md": "new"})
    assert ((docs / "inside.md").is_symlink(), (docs / "own.md").read_text()) == (True, "new")
    if there:
        real.write_text("mine")
    (docs / "link.md").symlink_to(real)
    with pytest.raises(OutputError, match=r"docs/link\.md: a link .*elsewhere\.md, out of the folder"):
        write_files(docs, {"first.md": "new", "link.md": "new"})
    assert (real.exists(), (docs / "first.md").exists()) == (there, False)


def test_a_folder_that_a_link_leads_out_to_is_not_written_into(tmp_path: Path) -> None:
    """The same holds of all that would lie behind it."""
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    docs.mkdir()
    elsewhere.mkdir()
    (docs / "deep").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="out of the folder"):
        write_files(docs, {"deep/a.md": "new"})
    assert list(elsewhere.iterdir()) == []


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """What is neither file nor folder, such as a pipe, receives the text and is not replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()))
    reader.start()
    write_file(pipe, "text")
    reader.join(timeout=10)
    assert received == ["text"]
    assert pipe.is_fifo()


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    """The error names the path and the reason."""
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(tmp_path, "text")


def test_runs_at_the_same_time_do_not_mix_files(tmp_path: Path, way: None) -> None:
    """Of several runs that write the same files, each is whole, and the last to finish wins."""
    del way
    names = [f"{number}.md" for number in range(20)]
    errors: list[BaseException] = []

    def work(text: str) -> None:
        try:
            for _ in range(10):
                write_files(tmp_path, dict.fromkeys(names, text))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(text,)) for text in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set(read(tmp_path).values())) == 1
    assert {path.name for path in tmp_path.iterdir()} == set(names)

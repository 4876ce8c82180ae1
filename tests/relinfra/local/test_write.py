from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.errors import UsageError
from relinfra.local import Outcome, compare_files, write_local_files
from relinfra.local.signed import is_untouched, signed

FILES = {"compose.yaml": signed(["of today"], "name: shop\n"), ".env.example": signed(["of today"], "A=\n")}
FORMER = {"compose.yaml": signed(["of yesterday"], "name: store\n"), ".env.example": FILES[".env.example"]}


def test_what_nobody_edited_is_replaced(tmp_path: Path) -> None:
    """A file of another matrix is written anew, one that is as it should be is left alone."""
    write_local_files(tmp_path, FORMER)
    assert write_local_files(tmp_path, FILES) == (tmp_path / "compose.yaml",)
    assert (tmp_path / "compose.yaml").read_text() == FILES["compose.yaml"]
    assert write_local_files(tmp_path, FILES) == ()


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text + "x-mine: {}\n",
        lambda text: text.replace("# of yesterday", "# of mine"),
        lambda text: text.replace("store", "mine"),
        lambda text: "services: {}\n",
        lambda text: "",
    ],
    ids=["appended", "remark", "value", "another file", "empty"],
)
def test_what_a_person_edited_is_kept_and_said(tmp_path: Path, edit: object) -> None:
    """Nothing is written then, not even the other file; `force` drops the edit."""
    assert callable(edit)
    mine = edit(FORMER["compose.yaml"])
    (tmp_path / "compose.yaml").write_text(mine)
    with pytest.raises(UsageError, match=r"compose\.yaml: written or edited by a person; nothing was written"):
        write_local_files(tmp_path, FILES)
    assert (tmp_path / "compose.yaml").read_text() == mine
    assert not (tmp_path / ".env.example").exists()
    assert len(write_local_files(tmp_path, FILES, force=True)) == 2


def test_line_ends_of_another_system_are_no_edit(tmp_path: Path) -> None:
    """Git may write them so on Windows."""
    (tmp_path / "compose.yaml").write_bytes(FORMER["compose.yaml"].replace("\n", "\r\n").encode())
    (tmp_path / ".env.example").write_bytes(FILES[".env.example"].replace("\n", "\r\n").encode())
    outcome = compare_files(tmp_path, FILES)
    assert outcome == Outcome(changed=("compose.yaml",), same=(".env.example",), edited=())


def test_what_is_no_text_is_a_persons(tmp_path: Path) -> None:
    """It cannot be ours."""
    (tmp_path / "compose.yaml").write_bytes(b"\xff\xfe")
    assert compare_files(tmp_path, FILES).edited == ("compose.yaml",)


def test_the_signature_covers_everything() -> None:
    """Remarks and body both."""
    text = signed(["one", "two"], "a: 1\n")
    assert is_untouched(text)
    assert not any(is_untouched(text.replace(old, "x")) for old in ("one", "two", "1\n"))

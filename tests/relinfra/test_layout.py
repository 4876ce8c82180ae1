"""Where a repository keeps what, and what the version before did otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relinfra.errors import UsageError
from relinfra.layout import find_repository, layout_of

SAID = '{"app": "python main.py", "output": "out/cdktf.out"}'
SILENT = '{"app": "python main.py"}'
USUAL, FORMER = "out/cdktf.out", "cdktf.out"


@pytest.mark.parametrize(
    ("app_file", "folders", "stacks", "target"),
    [
        (None, (), USUAL, USUAL),
        (None, (USUAL,), USUAL, USUAL),
        (None, (FORMER,), FORMER, FORMER),
        (None, (USUAL, FORMER), USUAL, USUAL),
        (SAID, (), USUAL, USUAL),
        (SAID, (FORMER,), FORMER, USUAL),
        (SAID, (USUAL, FORMER), USUAL, USUAL),
        (SILENT, (), USUAL, FORMER),
        (SILENT, (USUAL,), USUAL, FORMER),
        (SILENT, (USUAL, FORMER), FORMER, FORMER),
        ('{"output": "build"}', (USUAL, FORMER), USUAL, "build"),
        ('{"output": "build"}', (USUAL, "build"), "build", "build"),
    ],
)
def test_stacks_lie_where_they_were_synthesized_to(
    tmp_path: Path, app_file: str | None, folders: tuple[str, ...], stacks: str, target: str
) -> None:
    """In `out/cdktf.out`, or where `cdktf.json` says; a lone `cdktf.out` is still found, and told."""
    if app_file:
        (tmp_path / "cdktf.json").write_text(app_file)
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    found = layout_of(tmp_path)
    assert (found.stacks, found.target) == (tmp_path / stacks, tmp_path / target)
    assert (found.notice(found.stacks) is not None) is (stacks == FORMER)
    assert found.documents == (tmp_path if stacks == FORMER else tmp_path / "out")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n  "app": }', "cdktf.json:2:10: expected JSON, found something else: Expecting value"),
        ("[]", "cdktf.json: expected a mapping, found a list"),
    ],
)
def test_a_file_that_is_none_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """It is what the user wrote."""
    (tmp_path / "cdktf.json").write_text(text)
    with pytest.raises(UsageError) as caught:
        layout_of(tmp_path)
    assert message in str(caught.value)


def test_the_matrix_is_found_from_a_folder_below(tmp_path: Path) -> None:
    """Up to the root of the repository, and no further."""
    (tmp_path / "relinfra.yaml").touch()
    below = tmp_path / "modules" / "mail"
    below.mkdir(parents=True)
    assert find_repository(below) == below / ".." / ".."
    (tmp_path / "modules" / ".git").mkdir()
    assert find_repository(below) == below


@pytest.mark.skipif(os.name == "nt", reason="rights are POSIX")
def test_a_folder_above_that_is_not_ours_to_look_into_ends_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container, what is above may belong to somebody else."""

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refused)
    assert find_repository(tmp_path) == tmp_path

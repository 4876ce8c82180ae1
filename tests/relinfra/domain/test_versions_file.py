"""The file beside a stack that Checkov does not read."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from relinfra.domain.versions_file import VERSIONS_FILE, quoted, read_versions, versions_text

MOVES = [("aws_db_instance.main", "aws_db_instance.primary"), ("aws_vpc.a", "aws_vpc.b")]
AWKWARD = 'a "quoted" \\ ${x} %{if true} $${y}\n\t\r\\n end'


def test_it_is_the_hcl_that_terraform_formats() -> None:
    """With the Terraform it requires first, and a block for each move, in their order."""
    assert versions_text(">= 1.11.0", MOVES) == (
        'terraform {\n  required_version = ">= 1.11.0"\n}\n'
        "\nmoved {\n  from = aws_db_instance.main\n  to   = aws_db_instance.primary\n}\n"
        "\nmoved {\n  from = aws_vpc.a\n  to   = aws_vpc.b\n}\n"
    )


@pytest.mark.parametrize("moves", [[], MOVES])
@pytest.mark.parametrize("version", [">= 1.11.0, < 2.0.0", AWKWARD])
def test_what_was_written_is_read(version: str, moves: list[tuple[str, str]]) -> None:
    """Whatever characters it has."""
    moved = {"moved": [{"from": former, "to": present} for former, present in moves]} if moves else {}
    assert read_versions(versions_text(version, moves)) == {"terraform": {"required_version": version}, **moved}


@pytest.mark.skipif(not shutil.which("terraform"), reason="there is no terraform")
def test_terraform_reads_a_string_as_it_was_meant(tmp_path: Path) -> None:
    """Quotes, backslashes, templates and line ends: nothing is evaluated; and the file is formatted."""
    (tmp_path / "main.tf").write_text(
        f'output "text" {{\n  value = {quoted(AWKWARD)} == jsondecode(file("text"))\n}}\n'
    )
    (tmp_path / "text").write_text(json.dumps(AWKWARD))
    (tmp_path / VERSIONS_FILE).write_text(versions_text(">= 1.0"))
    for command in (["init"], ["fmt", "-check", VERSIONS_FILE], ["apply", "-auto-approve"]):
        subprocess.run(["terraform", *command], cwd=tmp_path, check=True, capture_output=True)
    shown = subprocess.run(["terraform", "output", "text"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert shown.stdout == "true\n"


def test_comments_are_nothing_and_other_blocks_are_shown() -> None:
    """Under their first line."""
    assert read_versions("# why\n// also\n" + versions_text("1")) == {"terraform": {"required_version": "1"}}
    assert read_versions('provider "aws" {\n}\n') == {'provider "aws" {': 'provider "aws" {\n}'}
    assert read_versions("") == {}

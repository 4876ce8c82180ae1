"""Nothing waits for a pipe that nobody writes to."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import RelinfraError
from relinfra.evidence import read_output
from relinfra.layout import read_app_file
from relinfra.lockfile.file import read_lock
from relinfra.output import DOCUMENTS, DocumentList
from relinfra.output.listing import digests
from relinfra.plan.recorded import read_text
from relinfra.regular_file import SpecialFileError, readable

RELINFRA = Path(__file__).parents[2] / "relinfra"
MATRIX = Path(__file__).parents[2] / "examples" / "minimal" / "relinfra.yaml"

PACKAGED = re.compile(r"[A-Z_]+\b|files\(|Path\(__file__\)|pack_folder\(")
"""Receivers of a reading that are installed with relinfra."""

UNASKED = {
    "relinfra/cli/commands/build.py": "written a moment ago",
    "relinfra/cli/kept_ids.py": "asked whether it is a file",
    "relinfra/evidence/history/git.py": "asked whether it is a file",
    "relinfra/output/workspace.py": "of our own, in a folder of our own",
    "relinfra/packaged.py": "installed with relinfra",
    "relinfra/plan/inventory.py": "asked whether it is a file",
    "relinfra/policy/acceleration/familiar.py": "installed with Checkov",
    "relinfra/policy/rules.py": "installed with relinfra",
    "relinfra/stacks/deviations.py": "written a moment ago",
    "relinfra/stacks/order.py": "written a moment ago",
    "relinfra/stacks/terraform_test.py": "written a moment ago",
    "relinfra/starter/schemas.py": "asked whether it is a file",
}
"""Modules that read files without a question, with the reason."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes are POSIX")


def test_every_file_of_a_user_is_asked_whether_it_can_be_read() -> None:
    """A module that reads files says so by `readable`, or is one of those that need not, with the reason."""
    silent = {
        file.relative_to(RELINFRA.parent).as_posix()
        for file in RELINFRA.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("read_text", "read_bytes") and not _is_asked(node.func.value)
    }
    assert silent == UNASKED.keys()


def _is_asked(read: ast.expr) -> bool:
    source = ast.unparse(read)
    return source.startswith("readable(") or PACKAGED.match(source) is not None


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("manifest.json", read_output),
        (DOCUMENTS, DocumentList.read),
        ("cdktf.json", read_app_file),
        ("relinfra.lock.json", lambda folder: read_lock(folder / "relinfra.yaml")),
        ("release-plan.md", lambda folder: read_text(folder / "release-plan.md")),
        ("cdk.tf.json", digests),
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_refused(tmp_path: Path, name: str, read: Callable[[Path], Any]) -> None:
    """With its name, and the word for what it is."""
    os.mkfifo(tmp_path / name)
    with pytest.raises((RelinfraError, SpecialFileError), match="a named pipe, not a file") as refused:
        read(tmp_path)
    assert name in str(refused.value)


def test_a_matrix_that_is_a_pipe_is_refused_and_one_that_a_shell_hands_on_is_read(tmp_path: Path) -> None:
    """`/dev/stdin` and `<(…)` are pipes too, but somebody writes to them."""
    os.mkfifo(tmp_path / "relinfra.yaml")
    command = [sys.executable, "-m", "relinfra", "validate"]
    run = subprocess.run([*command, str(tmp_path / "relinfra.yaml")], capture_output=True, timeout=60, check=False)
    assert (run.returncode, b"is a named pipe, not a file" in run.stderr) == (2, True)
    handed = subprocess.run([*command, "/dev/stdin"], input=MATRIX.read_bytes(), capture_output=True, check=False)
    assert handed.stdout.startswith(b"/dev/stdin: valid, project hello")


def test_a_path_that_is_absent_is_told_as_ever(tmp_path: Path) -> None:
    """Who asks for it has words of its own for that."""
    with pytest.raises(FileNotFoundError):
        readable(tmp_path / "none")

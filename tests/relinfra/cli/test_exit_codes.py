from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import relinfra
from relinfra import errors
from relinfra.cli.exit_codes import ExitCode, exit_code_of, verdict

PACKAGE = Path(relinfra.__file__).parent


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError(""), ExitCode.INPUT),
        (errors.MatrixError([]), ExitCode.INPUT),
        (errors.ReleaseError([]), ExitCode.INPUT),
        (click.UsageError(""), ExitCode.INPUT),
        (errors.OutputError(""), ExitCode.MACHINE),
        (errors.ToolError(""), ExitCode.MACHINE),
        (ZeroDivisionError(), ExitCode.MACHINE),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        (click.Abort(), ExitCode.INTERRUPTED),
    ],
)
def test_every_error_has_its_code(error: BaseException, code: ExitCode) -> None:
    """Bad input is 2, whatever the machine lacks 3, an interrupt 130."""
    assert exit_code_of(error) is code


def test_a_verdict_is_0_or_1() -> None:
    """By whether all is in order."""
    assert (verdict(True), verdict(False)) == (0, 1)


def test_the_codes_are_decided_in_one_place() -> None:
    """No other module ends the process, or gives click a code of its own."""
    ends = re.compile(r"exit_code\s*[:=]|\bExit\(|\.exit\(|SystemExit|_exit\(")
    found = {
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text().splitlines()
        if ends.search(line) and path.name != "exit_codes.py"
    }
    assert found == {"cli/program.py: sys.exit(code)"}

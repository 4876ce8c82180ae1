from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.program import COMMANDS, program

if TYPE_CHECKING:
    from conftest import Relinfra

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "cli.md"
MINIMAL = Path(__file__).parents[3] / "examples" / "minimal"


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", ""),
        ("gate", "production", "--release", ""),
        ("check", "--today="),
        ("applied", "digest", "--expect", ""),
        ("verify", "--against", ""),
        ("record", "met", "1.0.0", ""),
    ],
)
def test_an_empty_argument_is_not_one_that_was_left_out(relinfra: Relinfra, arguments: tuple[str, ...]) -> None:
    """A variable of a shell that is not set leaves it: compared would be something else, and nothing differs."""
    result = relinfra(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert "expected a value, found an empty one; is a variable of the shell not set?" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("waive", "CKV2_AWS_28", "aws_lb.main", "--today", "9999-12-31"),
        ("gate", "production", "--at", "9999-12-31T23:59:59Z"),
        ("check", "--today", "0001-01-01"),
    ],
)
def test_a_day_at_the_edge_of_what_can_be_counted_is_refused(relinfra: Relinfra, arguments: tuple[str, ...]) -> None:
    """A year later, or a window before it, there is no day."""
    result = relinfra(*arguments)
    assert (result.returncode, "expected a" in result.stderr, "Traceback" in result.stderr) == (2, True, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "--repository"),
        ("plan", "--against"),
        ("verify", "--against"),
        ("affected", "--against"),
        ("runbook", "list", "--repository"),
        ("lint", "--stacks"),
        ("smoke", "production", "--metrics"),
    ],
)
def test_a_folder_that_is_not_there_is_not_an_empty_one(
    relinfra: Relinfra, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Nothing is written into it, and nothing is taken to be the same as what is not there."""
    before = sorted(tmp_path.iterdir())
    result = relinfra(*arguments, "nowhere")
    assert (result.returncode, "nowhere: expected a folder, found none" in result.stderr) == (2, True)
    assert sorted(tmp_path.iterdir()) == before


def test_help_names_everything(relinfra: Relinfra) -> None:
    """`--help` names every command and exit code."""
    result = relinfra("--help")
    assert result.returncode == 0
    for word in (*COMMANDS, *(str(int(code)) for code in ExitCode)):
        assert word in result.stdout


@pytest.mark.parametrize("arguments", [("--help",), ("init", "--help"), ("check", "--help"), ("validate", "MATRIX")])
def test_what_needs_no_stacks_loads_nothing_heavy(arguments: tuple[str, ...], matrix: Path) -> None:
    """Help and matrix-only commands import neither jsii, cdktf nor Checkov."""
    given = [str(matrix) if word == "MATRIX" else word for word in arguments]
    code = (
        "import sys\nfrom relinfra.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print([name for name in ('cdktf', 'jsii', 'checkov') if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "[]"


def test_the_version_is_the_packages(relinfra: Relinfra) -> None:
    """`--version` prints the installed version."""
    assert re.fullmatch(r"relinfra \d+\.\d+\.\d+\n", relinfra("--version").stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing",), "expected a command, found `nothing`; known here: `affected`, `agree`,"),
        (("biuld",), "expected a command, found `biuld`; did you mean `build`?"),
        (("validate", "--nothing"), "No such option"),
        (("validate", "a", "b"), "unexpected extra argument"),
        (("check", "--format", "xml"), "'xml' is not one of"),
        (("check", "--today", "soon"), "expected a date such as 2027-06-30, found 'soon'"),
        (("validate", "missing.yaml"), "missing.yaml"),
    ],
)
def test_bad_arguments_exit_with_2(relinfra: Relinfra, arguments: tuple[str, ...], message: str) -> None:
    """What is wrong with the arguments is said on standard error, without a traceback."""
    result = relinfra(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["check", "plan", "verify"])
def test_an_unreadable_folder_exits_with_3(relinfra: Relinfra, command: str) -> None:
    """A folder that was never synthesized is the machine's matter, with advice."""
    result = relinfra(command, "missing")
    assert result.returncode == 3
    assert "not found" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_defect_exits_with_3_and_says_so() -> None:
    """An exception nobody foresaw shows its traceback, asks for a report and is not taken for a failed check."""
    code = (
        "import relinfra.cli.commands.validate as command\nfrom relinfra.cli import main\n"
        "command.check_matrix = lambda path: 1 / 0\nmain()"
    )
    result = subprocess.run([sys.executable, "-c", code, "validate"], capture_output=True, text=True, check=False)
    assert result.returncode == 3
    assert "ZeroDivisionError" in result.stderr
    assert "defect in relinfra" in result.stderr


def test_an_interrupt_exits_with_130() -> None:
    """Ctrl-C ends the program with 130 and without a traceback."""
    code = (
        "import os, signal\nimport relinfra.cli.commands.validate as command\nfrom relinfra.cli import main\n"
        f"command.check_matrix = lambda path: os.kill(os.getpid(), {int(signal.SIGINT)})\nmain()"
    )
    result = subprocess.run([sys.executable, "-c", code, "validate"], capture_output=True, text=True, check=False)
    assert result.returncode == 130
    assert "Traceback" not in result.stderr


def test_a_reader_that_leaves_is_no_traceback(matrix: Path) -> None:
    """`relinfra validate --json | head -c 0` ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as output:
        result = subprocess.run(
            [sys.executable, "-c", "from relinfra.cli import main; main()", "validate", "--json", str(matrix)],
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 3
    assert result.stderr == ""


@pytest.mark.parametrize("arguments", [("explain", "production"), ("lint",), ("local", "--check"), ("build",)])
def test_a_python_without_docstrings_and_assertions_does_the_same(
    relinfra: Relinfra, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """`PYTHONOPTIMIZE=2` is how some images run Python: what is printed and the exit code stay."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("out", "__pycache__"))
    command = [sys.executable, "-OO", "-m", "relinfra", *arguments]
    usual = relinfra(*arguments)
    stripped = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (stripped.returncode, stripped.stderr) == (usual.returncode, usual.stderr)
    assert _untimed(stripped.stdout) == _untimed(usual.stdout)


def _untimed(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("seconds:")]


def test_no_colour_without_a_terminal(relinfra: Relinfra, matrix: Path) -> None:
    """Piped output holds no escape sequence and no progress."""
    for result in (relinfra("validate", matrix), relinfra("validate", "missing.yaml")):
        assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colour_on_a_terminal_unless_refused(no_colour: str, coloured: bool) -> None:
    """On a terminal errors are coloured, and NO_COLOR turns that off."""
    import pty  # noqa: PLC0415 - POSIX only

    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_colour, "TERM": "xterm"}
    subprocess.run(
        [sys.executable, "-c", "from relinfra.cli import main; main()", "validate", "missing.yaml"],
        stderr=slave,
        env=environment,
        check=False,
    )
    os.close(slave)
    assert (b"\x1b[" in os.read(master, 4096)) is coloured
    os.close(master)


def _commands() -> list[tuple[str, click.Command]]:
    context = click.Context(program)
    found = ((name, program.get_command(context, name)) for name in COMMANDS)
    return [(name, command) for name, command in found if command]


def test_every_command_exists() -> None:
    """Each listed command can be imported and bears its name."""
    assert [command.name for _, command in _commands()] == list(COMMANDS)


@pytest.mark.parametrize(("name", "command"), _commands(), ids=list(COMMANDS))
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """docs/cli.md has a section for each command that names each of its options, and no other."""
    text = DOCUMENTATION.read_text()
    section = text.split(f"\n## relinfra {name}\n")[1].split("\n## ")[0]
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    parameters = [parameter for one in (command, *inner) for parameter in one.params]
    options = {option for parameter in parameters for option in parameter.opts if option.startswith("--")}
    assert set(re.findall(r"`(--[a-z][a-z-]+)", section)) == options


def test_every_exit_code_is_documented() -> None:
    """docs/cli.md explains the exit codes in the words of `--help`."""
    text = DOCUMENTATION.read_text()
    for code in ExitCode:
        assert f"| {int(code)} | {code.meaning} |" in text


def test_relinfra_alone_prints_its_help(relinfra: Relinfra) -> None:
    """On standard output, as `--help` does; the exit code still says that a command is missing."""
    result = relinfra()
    assert (result.returncode, result.stderr) == (2, "")
    assert result.stdout == relinfra("--help").stdout

"""Whatever becomes of standard output and error, the program ends with the code of what it found."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from relinfra.cli.streams import VisibleText

RELINFRA = f"{shlex.quote(sys.executable)} -m relinfra"
FULL = "standard output: cannot be written: No space left on device"
WRONG = "version: 1\nproject: Shop!\n"
STREAMS = ("2>/dev/full", "<&- >&- 2>&-", "2>&-", ">&-", ">&- 2>&-", "2>&1 | cat")


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of bash, in which a pipe ends with the code of `relinfra`."""
    command = ["bash", "-c", f"set -o pipefail; {line}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, matrix: Path) -> Path:
    """A folder with a matrix that is valid, one that is not, and one with something to decide."""
    made = tmp_path_factory.mktemp("streams")
    (made / "good.yaml").write_text(matrix.read_text())
    (made / "bad.yaml").write_text(WRONG)
    (made / "open.yaml").write_text(matrix.read_text().replace("acme/hello", "change-me/hello"))
    return made


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("validate good.yaml", 0),
        ("validate open.yaml", 1),
        ("validate bad.yaml", 2),
        ("validate missing.yaml", 2),
        ("nonsense", 2),
        ("check missing", 3),
        ("--help", 0),
        ("", 2),
    ],
)
def test_no_stream_changes_what_was_found(arguments: str, code: int, folder: Path) -> None:
    """Full or closed standard error changes nothing; nor does standard output, unless what was asked for is lost."""
    assert shell(f"{RELINFRA} {arguments}", folder).returncode == code
    for stream in STREAMS if arguments in ("validate good.yaml", "") else STREAMS[:2]:
        run = shell(f"{RELINFRA} {arguments} {stream}", folder)
        assert run.returncode == code, stream
        assert "Traceback" not in run.stderr + run.stdout
        assert "Exception ignored" not in run.stderr
    run = shell(f"{RELINFRA} {arguments} >/dev/full", folder)
    assert run.returncode == (code or 3)
    assert "Traceback" not in run.stderr
    assert (FULL in run.stderr) is ("missing" not in arguments and arguments != "nonsense")
    assert shell(f"{RELINFRA} {arguments} >/dev/full 2>/dev/full", folder).returncode == (code or 3)


def test_a_reader_that_leaves_hides_no_verdict(folder: Path) -> None:
    """`relinfra validate | head -c 0` ends quietly: with the verdict, or with 3 where everything was in order."""
    for name, code in (("good", 3), ("open", 1), ("bad", 2)):
        run = shell(f"{RELINFRA} validate {name}.yaml | (exec <&-; sleep 0)", folder)
        assert (run.returncode, run.stderr) == (code, ""), name


def test_no_file_takes_the_place_of_a_closed_stream(folder: Path) -> None:
    """What is printed reaches no file that happens to be opened next."""
    run = shell(f"{RELINFRA} init made --project made >&- 2>&-", folder)
    assert run.returncode == 0
    for path in (folder / "made").rglob("*"):
        assert not path.is_file() or "written; next" not in path.read_text()


def test_what_the_encoding_cannot_say_is_escaped(folder: Path) -> None:
    """No character ends the program."""
    (folder / "мир.yaml").write_text(WRONG)
    run = shell(f"PYTHONIOENCODING=latin-1 {RELINFRA} validate мир.yaml", folder)
    assert run.returncode == 2
    assert "\\u043c\\u0438\\u0440.yaml:2:10" in run.stdout


def test_nothing_drives_the_terminal(folder: Path) -> None:
    """Names that turn text around, hide some of it or colour the rest are shown with signs for what does that."""
    hostile = "a\u202eb\u200bc\x1b[8md\x1b]0;e\x07"
    (folder / "hostile.yaml").write_text(f'version: 1\n"{hostile.translate({27: None, 7: None})}": x\n')
    for line in (f"validate {shlex.quote(hostile)}.yaml", "validate hostile.yaml", f"check {shlex.quote(hostile)}"):
        run = shell(f"{RELINFRA} {line}", folder)
        said = run.stdout + run.stderr
        assert run.returncode in {2, 3}
        assert "\ufffd" in said
        assert all(line.isprintable() for line in said.splitlines())


def test_colours_pass_and_drawings_too() -> None:
    """A terminal is coloured, and a spinner turns; what hides text does not pass."""
    below = io.BytesIO()
    stream = VisibleText(below, encoding="utf-8", write_through=True)
    assert stream.write("\x1b[31m\x1b[1ma\x1b[0m\x1b[8mb\x1b[2J") == len("\x1b[31m\x1b[1ma\x1b[0m\x1b[8mb\x1b[2J")
    stream.as_written.write("\x1b[2K")
    assert below.getvalue().decode() == "\x1b[31m\x1b[1ma\x1b[0m\ufffd[8mb\ufffd[2J\x1b[2K"
    assert stream.as_written.encoding == "utf-8"

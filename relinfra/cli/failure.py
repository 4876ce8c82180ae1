"""Failures as a person should read them."""

from __future__ import annotations

import errno
import os
import traceback
from typing import TYPE_CHECKING

import click

from relinfra.cli.exit_codes import ExitCode, exit_code_of
from relinfra.cli.problems import problem_lines
from relinfra.cli.terminal import plural, say, style
from relinfra.errors import InvalidFileError, LockError, RelinfraError
from relinfra.regular_file import SpecialFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

__all__ = ["explain", "refusal_lines"]

_DEFECT = "This is a defect in relinfra, not in your input; please report it with the lines above."
_ADVICE = {
    errno.ENOSPC: "free some space, also where TMPDIR points, and run again",
    errno.EDQUOT: "free some space, also where TMPDIR points, and run again",
    errno.EFBIG: "allow larger files (ulimit -f) and run again",
    errno.EROFS: "choose a folder that can be written to; TMPDIR says where temporary files go",
    errno.EMFILE: "allow more open files (ulimit -n) and run again",
    errno.ENFILE: "allow more open files and run again",
    errno.EAGAIN: "allow more processes (ulimit -u) and run again",
    errno.ENOMEM: "allow more memory (ulimit -v, the limit of the container) and run again",
    errno.EIO: "look at the disk",
}
"""What the machine can lack at any line of any program, and what helps."""

_IN_PLACE = frozenset(
    {
        errno.EACCES,
        errno.EISDIR,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENXIO,
        errno.EPERM,
    }
)
"""What can be wrong with a path that somebody else changes: that says all, and is no defect."""


def explain(error: BaseException) -> ExitCode:
    """Print `error` to standard error and return the exit code it stands for."""
    for line in _lines(error):
        say(line)
    return exit_code_of(error)


def refusal_lines(error: InvalidFileError, *, stream: TextIO | None = None) -> Iterator[str]:
    """Yield the lines of every problem, and their number last; for standard error unless told."""
    yield from problem_lines(error.problems, error.sources, stream=stream)
    yield f"{style(plural(len(error.problems), 'problem'), stream=stream, fg='red', bold=True)}; nothing was written"
    if isinstance(error, LockError):
        yield from error.procedure


def _lines(error: BaseException) -> Iterator[str]:
    match error:
        case KeyboardInterrupt() | click.Abort():
            return
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message())
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "relinfra"
            yield f"{_error()} {error.format_message()}\nSee `{command} --help`."
        case click.ClickException():
            yield error.format_message()
        case InvalidFileError():
            yield from refusal_lines(error)
        case RelinfraError():
            yield f"{_error()} {error}"
        case _:
            yield lacking(error) or _defect(error)


def lacking(error: BaseException) -> str | None:
    """Return what the machine lacks, where that is all that `error` says."""
    if isinstance(error, MemoryError):
        error = OSError(errno.ENOMEM, "Cannot allocate memory")
    if isinstance(error, SpecialFileError):
        return f"{_error()} {error.filename}: {error.strerror}"
    if not isinstance(error, OSError):
        return None
    if error.errno in _ADVICE:
        where = f"{error.filename}: " if error.filename else ""
        return f"{_error()} {where}{error.strerror}; {_ADVICE[error.errno]}"
    if error.errno in _IN_PLACE and isinstance(error.filename, str | bytes):
        return f"{_error()} {os.fsdecode(error.filename)}: cannot be read or written: {error.strerror}"
    return None


def _defect(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + _DEFECT


def _error() -> str:
    return style("error:", fg="red", bold=True)

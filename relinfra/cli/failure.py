"""Failures as a person should read them."""

from __future__ import annotations

import sys
import traceback

import click

from relinfra.cli.terminal import plural, say, style
from relinfra.errors import InputError, InvalidFileError, RelinfraError

__all__ = ["explain"]

_DEFECT = "This is a defect in relinfra, not in your input; please report it with the lines above."


def explain(error: Exception) -> int:
    """Print `error` to standard error and return the exit code it stands for."""
    if isinstance(error, click.ClickException):
        say(error.format_message() if not isinstance(error, click.UsageError) else _usage(error))
        return InputError.exit_code
    if isinstance(error, InvalidFileError):
        _problems(error)
        return error.exit_code
    if isinstance(error, RelinfraError):
        say(f"{style('error:', fg='red', bold=True)} {error}")
        return error.exit_code
    traceback.print_exception(error, file=sys.stderr)
    say(_DEFECT)
    return RelinfraError.exit_code


def _problems(error: InvalidFileError) -> None:
    for problem in error.problems:
        where = str(problem.position)
        say(f"{style(where, bold=True)}{str(problem).removeprefix(where)}")
    say(f"{style(plural(len(error.problems), 'problem'), fg='red', bold=True)}; nothing was written")


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "relinfra"
    return f"{style('error:', fg='red', bold=True)} {error.format_message()}\nSee `{command} --help`."

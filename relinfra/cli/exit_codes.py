"""Exit codes: every one, what it means, and what leads to it. No other module knows a number."""

from __future__ import annotations

from enum import IntEnum

import click

from relinfra.errors import InputError

__all__ = ["ExitCode", "exit_code_of", "verdict"]


class ExitCode(IntEnum):
    """An exit code of `relinfra`."""

    meaning: str

    DONE = 0, "everything asked for was done"
    FAILED = (
        1,
        "a policy failed, a document is no longer true, something is left undecided, or what was asked about differs",
    )
    INPUT = 2, "bad input: the matrix or an argument; nothing was written"
    MACHINE = 3, "a tool or the machine: no Node.js, an unreadable or unwritable folder, a defect"
    NOT_AGREED = 4, "what Terraform would do is not what was agreed; nothing was applied"
    INTERRUPTED = 130, "interrupted; earlier output is whole"

    def __new__(cls, code: int, meaning: str) -> ExitCode:
        """Make a code that knows its meaning."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member


def verdict(ok: bool) -> ExitCode:
    """Return how a command ends that did what was asked, by whether it found everything in order."""
    return ExitCode.DONE if ok else ExitCode.FAILED


def exit_code_of(error: BaseException) -> ExitCode:
    """Return how a command ends that an error ended."""
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return ExitCode.INTERRUPTED
    if isinstance(error, (InputError, click.ClickException)):
        return ExitCode.INPUT
    return ExitCode.MACHINE

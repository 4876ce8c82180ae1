"""The program `relinfra`: its commands, and what ends it with which exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from relinfra.cli.failure import explain

__all__ = ["COMMANDS", "EXIT_CODES", "main", "program"]

COMMANDS = {
    "init": "Write the first files of a repository.",
    "validate": "Check a matrix and print what it declares.",
    "lint": "Look for anti-patterns of releases.",
    "synth": "Synthesize the stacks as Terraform JSON.",
    "check": "Hold the stacks to the policies.",
    "plan": "Write the documents of a release.",
    "verify": "Prove the documents against the stacks.",
    "build": "All of it in one go.",
}
"""In the order in which a team meets them; said here so that `--help` imports none of them."""

EXIT_CODES = {
    0: "everything asked for was done",
    1: "a policy failed, a document is no longer true, or something is left undecided",
    2: "bad input: the matrix or an argument; nothing was written",
    3: "a tool or the machine: no Node.js, an unreadable or unwritable folder, a defect",
    130: "interrupted; earlier output is whole",
}
_INTERRUPTED = 130
_MACHINE = 3


class ReaderGoneError(Exception):
    """Whoever read our output has closed it."""


class Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a team's journey."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"relinfra.cli.commands.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; click would turn a closed pipe into exit code 1, which means a failed check."""
        try:
            super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGoneError from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with what they do."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes below the commands."""
        del ctx
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in EXIT_CODES.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="relinfra", message="%(prog)s %(version)s")
def program() -> None:
    """From one environment matrix to CDKTF stacks, policy checks and a release plan proven by the stacks.

    The first two commands of a new repository are `relinfra init` and `relinfra build`.
    """


def main() -> None:
    """Run the program and end the process with one of `EXIT_CODES`."""
    try:
        code = program.main(prog_name="relinfra", standalone_mode=False) or 0
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except (ReaderGoneError, BrokenPipeError):
        # The flush at exit must not complain about it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _MACHINE
    except Exception as error:  # every failure ends in a documented exit code
        code = explain(error)
    sys.exit(code)

"""The program `relinfra`: its commands, and running one of them."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.failure import explain
from relinfra.cli.streams import ended, lasting_output
from relinfra.errors import ToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "main", "program"]

COMMANDS = {
    "init": "Write the first files of a repository.",
    "local": "Write what runs the local stage.",
    "validate": "Check a matrix and print what it declares.",
    "show": "Print a whole environment, each value with its origin.",
    "explain": "Say where values of an environment come from.",
    "lint": "Look for anti-patterns of releases.",
    "synth": "Synthesize the stacks as Terraform JSON.",
    "diff": "Say what changes between revisions, outputs or a state.",
    "parity": "Say in what two environments differ.",
    "affected": "Name the stacks that a change affects.",
    "agree": "List what Terraform would do, and hold plans against the list.",
    "applied": "Tell what was applied from what is to be.",
    "merge": "Merge what parallel jobs made of single environments.",
    "check": "Hold the stacks to the policies.",
    "waive": "Print the waiver of a failure, to be pasted.",
    "policies": "List, explain and test policies.",
    "plan": "Write the documents of a release.",
    "verify": "Prove the documents against the stacks.",
    "runbook": "List, show and write procedures for the night.",
    "build": "All of it in one go.",
    "release": "Begin a release, or close one that is over.",
    "gate": "Say whether a release may go to a stage now.",
    "smoke": "Ask what runs whether all is well.",
    "record": "Write down what happens to a release.",
    "evidence": "Bundle the evidence of a release, and find changes of it.",
    "lock": "Say what holds data and may go, or has moved.",
}
"""In the order in which a team meets them; said here so that `--help` imports none of them."""


_NO_VALUE = re.compile(r"--[a-z-]+=")
"""An option to which nothing is given."""


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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for, or name the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from relinfra.reading.nearest import nearest  # noqa: PLC0415 - needed only for a mistake

            ctx.fail(f"expected a command, found `{name}`; {nearest(name, COMMANDS)}")
        _refuse_empty(args)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> ExitCode | None:
        """Run the command; click would end it with 1, a failed check, when a program it started leaves its pipe."""
        try:
            code: ExitCode | None = super().invoke(ctx)
        except BrokenPipeError as error:
            raise ToolError("a program that relinfra had started ended too early; run again") from error
        return code

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with what they do."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes below the commands."""
        del ctx
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), code.meaning) for code in ExitCode])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="relinfra", message="%(prog)s %(version)s")
def program() -> None:
    """From one environment matrix to CDKTF stacks, policy checks and a release plan proven by the stacks.

    The first two commands of a new repository are `relinfra init` and `relinfra build`.
    """


def _refuse_empty(arguments: Sequence[str]) -> None:
    """Raise `UsageError` for an argument of no characters, which a variable of a shell that is not set leaves.

    Taken for one that was not given, it would have a gate look at another release, and compare with something else.
    """
    for before, one in pairwise(arguments):
        if not one or _NO_VALUE.fullmatch(one):
            option = one.rstrip("=") if one else before
            where = f"{option}: " if option.startswith("-") else ""
            raise UsageError(f"{where}expected a value, found an empty one; is a variable of the shell not set?")


def main() -> None:
    """Run the program and end the process with an `ExitCode`."""
    with lasting_output() as output:
        code = ended(output, _run())
    sys.exit(code)


def _run() -> int:
    try:
        return program.main(prog_name="relinfra", standalone_mode=False) or ExitCode.DONE
    except (Exception, KeyboardInterrupt) as error:  # every failure ends in a documented exit code
        return explain(error)

"""`relinfra applied`."""

from __future__ import annotations

from pathlib import Path

import click

from relinfra.agreement import affected_since_applied, applied_record, folder_digest
from relinfra.agreement.listing import stacks_of
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import say
from relinfra.errors import UsageError
from relinfra.evidence import read_output
from relinfra.visible import visible

__all__ = ["command"]


@click.group("applied")
def command() -> None:
    """Tell what was applied from what is to be, by digests that are kept beside the states."""


@command.command("digest")
@options.folder_argument
@click.option("--expect", metavar="DIGEST", help="Exit with 1 where it is another.")
def digest_command(folder: Path, *, expect: str | None) -> ExitCode:
    """Print one digest of every file in FOLDER (out/cdktf.out): what was built is what is planned and applied."""
    read_output(folder)
    found = folder_digest(folder)
    click.echo(found)
    if expect is not None and expect != found:
        say(f"{folder}: expected {visible(expect)}, found {found}: these are other stacks than were built")
    return verdict(expect in (None, found))


@command.command("stacks")
@click.argument("environment")
@options.folder_argument
@click.option(
    "--records", type=options.PATH_TYPE, metavar="FOLDER", help="Records of applies: STACK.applied.json; none: all."
)
@options.inputs
@options.quiet
def stacks_command(
    environment: str, folder: Path, *, records: Path | None, inputs: dict[str, str], quiet: bool
) -> None:
    """Print the stacks of ENVIRONMENT that have to be applied, in their order.

    Those are the ones that differ from what was last applied to its end, and those that read from them.
    """
    output = read_output(folder)
    order = stacks_of(output, environment)
    found = affected_since_applied(folder, output, order, records, inputs) if records else dict.fromkeys(order, "")
    for name in order:
        if name in found:
            click.echo(name)
        if not quiet:
            say(f"{name}: {found.get(name, 'is as it was applied') or 'all were asked for'}")


@command.command("record")
@click.argument("stack")
@options.folder_argument
@options.inputs
@click.option("--run", default="", metavar="URL", help="The run that applies it.")
@click.option("--begun", is_flag=True, help="It begins: without another record, the stack stays to be applied.")
def record_command(stack: str, folder: Path, *, inputs: dict[str, str], run: str, begun: bool) -> None:
    """Print what is to be kept of STACK as STACK.applied.json beside its state: before the apply, and at its end."""
    output = read_output(folder)
    if stack not in output.stacks:
        raise UsageError(f"{stack}: expected a stack of {folder}: {', '.join(output.stacks)}")
    click.echo(applied_record(folder, output, stack, inputs, run=run, ended=not begun), nl=False)

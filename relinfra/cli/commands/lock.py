"""`relinfra lock`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.cli import options
from relinfra.cli.terminal import plural
from relinfra.lockfile import forget, move

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.group("lock")
def command() -> None:
    """Tell relinfra.lock.json what may go, and where states were moved to."""


@command.command("forget")
@click.argument("stack")
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@click.option("--reason", required=True, metavar="TEXT", help="Why it may go: stands in the lock, for whoever reviews.")
@options.matrix_option
@options.quiet
def forget_command(stack: str, *, addresses: tuple[str, ...], reason: str, matrix: Path, quiet: bool) -> None:
    """Let what is at each ADDRESS of STACK go, without one all of the stack; 'shop-staging-*' is every such stack.

    The next `relinfra synth` may then destroy it, or make it anew. Commit the lock together with the change.
    """
    for gone in forget(matrix, stack, addresses, reason):
        if not quiet:
            click.echo(f"{gone.stack} {gone.address}: may go: {gone.reason}")


@command.command("move")
@click.argument("former")
@click.argument("present")
@options.matrix_option
@options.quiet
def move_command(former: str, present: str, *, matrix: Path, quiet: bool) -> None:
    """Tell that the states of stacks whose names begin with FORMER were moved to those that begin with PRESENT.

    Or that the states in the bucket s3://FORMER are in s3://PRESENT. It moves no state; what is refused says how to.
    """
    moved = move(matrix, former, present)
    if not quiet:
        click.echo(f"{plural(len(moved), 'state')} of {former} {'is' if len(moved) == 1 else 'are'} {present}'s now")

"""`relinfra parity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import parity
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.review.parity_rendering import parity_as_json, parity_as_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("parity")
@click.argument("first", metavar="STAGING")
@click.argument("second", metavar="PRODUCTION")
@options.folder_argument
@options.as_json
@options.quiet
def command(first: str, second: str, *, folder: Path, as_json: bool, quiet: bool) -> ExitCode:
    """Say in what two environments of the stacks in FOLDER (out/cdktf.out) differ, and which of it is meant.

    Exits with 1 where a difference is not declared under `parity` of the matrix, or one is declared in vain.
    """
    found = parity(first, second, folder)
    if as_json:
        click.echo(parity_as_json(found), nl=False)
    elif not (quiet and found.ok):
        click.echo(parity_as_table(found), nl=False)
    return verdict(found.ok)

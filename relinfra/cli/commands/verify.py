"""`relinfra verify`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from relinfra.api import verify
from relinfra.cli import options
from relinfra.cli.terminal import Progress, plural, say, style

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_FAILED = 1


@click.command("verify")
@options.folder_argument
@click.option(
    "-d",
    "--documents",
    type=options.PATH_TYPE,
    default=".",
    show_default=True,
    help="Folder that holds the documents.",
)
@options.against
@options.repository
@options.as_json
@options.quiet
def command(
    folder: Path, *, documents: Path, against: Path | None, repository: Path, as_json: bool, quiet: bool
) -> None:
    """Prove every document against the stacks in FOLDER (cdktf.out).

    Exits with 1 and names statement, document value and the value of today where they differ.
    """
    with Progress(quiet=quiet or as_json)("Verifying the documents"):
        verification = verify(folder, documents, repository=repository, against=against)
    if as_json:
        click.echo(json.dumps(asdict(verification) | {"ok": verification.ok}, indent=2))
    elif not verification.ok:
        for difference in verification.differences:
            say(str(difference))
        say(style(plural(len(verification.differences), "difference"), fg="red", bold=True))
    elif not quiet:
        click.echo("the documents say what the stacks say")
    if not verification.ok:
        raise click.exceptions.Exit(_FAILED)

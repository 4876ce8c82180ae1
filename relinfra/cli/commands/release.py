"""`relinfra release`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from relinfra.api import close_release, new_release
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress, style
from relinfra.release import NEWEST, chosen_release

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.group("release")
def command() -> None:
    """Do what is to be done with a release as a whole."""


@command.command("new")
@click.argument("version")
@options.matrix_option
@options.quiet
def new(version: str, *, matrix: Path, quiet: bool) -> ExitCode:
    """Begin releases/VERSION.yaml from the commits since the version before and from the matrix.

    What only people know is marked in it: lines to be taken out of comments. A file that exists is refused.
    """
    path = new_release(version, matrix)
    if not quiet:
        click.echo(path)
        click.echo("next: say what is missing in it, then relinfra build --release newest")
    return ExitCode.DONE


@command.command("newest")
@options.repository
def newest(repository: Path) -> ExitCode:
    """Print the newest release with a file that is not closed; nothing where there is none."""
    version = chosen_release(repository, NEWEST)
    if version is not None:
        click.echo(version)
    return ExitCode.DONE


@command.command("close")
@click.argument("version")
@options.folder_argument
@options.documents
@options.against
@options.repository
@options.quiet
def close(
    version: str, *, folder: Path, documents: Path | None, against: Path | None, repository: Path, quiet: bool
) -> ExitCode:
    """Freeze the documents of VERSION in releases/VERSION/, with the facts that prove them.

    They must hold when they are frozen; `relinfra verify` then holds them against those facts, whatever becomes of the
    stacks. Commit the folder.
    """
    where = documents or options.layout(repository).documents_about(folder)
    with Progress(quiet=quiet)("Closing the release"):
        verification, paths = close_release(version, folder, where, repository=repository, against=against)
    for finding in verification.findings:
        click.echo(finding)
    if not verification.ok:
        click.echo(style("not closed: its documents do not hold", stream=sys.stdout, fg="red", bold=True))
    elif not quiet:
        for path in paths:
            click.echo(path)
    return verdict(verification.ok)

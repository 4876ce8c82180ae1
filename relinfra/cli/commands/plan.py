"""`relinfra plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import write_plan
from relinfra.cli import options
from relinfra.cli.terminal import Progress

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("plan")
@options.folder_argument
@options.out_option(".", "the plan")
@options.release
@options.repository
@options.quiet
def command(folder: Path, out: Path, release: str | None, repository: Path, quiet: bool) -> None:
    """Write the release plan of the stacks in FOLDER (cdktf.out).

    release-plan.md is for people; release-plan.json holds every statement with its value and its evidence.
    """
    with Progress(quiet=quiet)("Writing the plan"):
        paths = write_plan(folder, out, repository=repository, release=release)
    if not quiet:
        for path in paths:
            click.echo(path)

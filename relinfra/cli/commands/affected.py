"""`relinfra affected`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import affected
from relinfra.cli import options
from relinfra.cli.terminal import Progress, say
from relinfra.review.affected_rendering import AFFECTED_FORMATS, render_affected

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("affected")
@options.folder_argument
@click.option("--against", type=options.FOLDER_TYPE, metavar="FOLDER", help="Folder with the former stacks.")
@click.option("--base", metavar="REVISION", help="Compare the working tree with a git revision; both are synthesized.")
@options.matrix_option
@options.no_app
@click.option("--no-install", is_flag=True, help="Install no versions that the revision pinned: all is affected then.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(AFFECTED_FORMATS),
    default="table",
    show_default=True,
    help="What to print; github is for GITHUB_OUTPUT.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@options.quiet
def command(
    *,
    folder: Path,
    against: Path | None,
    base: str | None,
    matrix: Path,
    no_app: bool,
    no_install: bool,
    form: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Name the stacks that a change affects: those that differ, and those that read from them.

    With --against, of the stacks in FOLDER (out/cdktf.out); with --base, of the working tree.
    """
    with Progress(quiet=quiet or as_json)("Comparing"):
        found = affected(folder, against=against, base=base, matrix=matrix, app=not no_app, install=not no_install)
    if found.why_all and form == "github":
        say(f"every stack is affected: {found.why_all}")
    click.echo(render_affected(found, "json" if as_json else form), nl=False)

"""`relinfra runbook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import runbooks, write_plan
from relinfra.cli import options
from relinfra.cli.terminal import Progress
from relinfra.errors import UsageError
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.group("runbook")
def command() -> None:
    """List, show and write the procedures for the night, from stop and rollback to failover and return."""


@command.command("list")
@options.folder_argument
@options.language
@options.repository
def list_command(folder: Path, *, language: str, repository: Path) -> None:
    """List the runbooks of the stacks in FOLDER (out/cdktf.out), each with its name."""
    for one in runbooks(folder, repository=repository, language=language):
        click.echo(f"{one.name}\t{one.title}")


@command.command("show")
@click.argument("name")
@options.folder_argument
@click.option("--script", is_flag=True, help="Print the program instead of the page.")
@options.language
@options.repository
def show_command(name: str, folder: Path, *, script: bool, language: str, repository: Path) -> None:
    """Print the runbook NAME of the stacks in FOLDER (out/cdktf.out)."""
    found = {one.name: one for one in runbooks(folder, repository=repository, language=language)}
    if name not in found:
        raise UsageError(f"expected a runbook, found `{name}`; {nearest(name, found)}")
    click.echo(found[name].script if script else found[name].page, nl=False)


@command.command("write")
@options.folder_argument
@options.out_option("out", "the runbooks")
@options.language
@options.repository
@options.quiet
def write_command(folder: Path, *, out: Path | None, language: str, repository: Path, quiet: bool) -> None:
    """Write every runbook as a page and as a program; `relinfra verify` proves them."""
    where = out or options.layout(repository).documents_about(folder)
    with Progress(quiet=quiet)("Writing the runbooks"):
        paths = write_plan(folder, where, repository=repository, sets=("runbooks",), language=language)
    if not quiet:
        for path in paths:
            click.echo(path)

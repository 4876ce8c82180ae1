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
@options.out_option("out", "the documents")
@options.release
@options.sets
@options.language
@options.formats
@options.against
@options.locked
@options.repository
@options.quiet
def command(
    folder: Path,
    *,
    out: Path | None,
    release: str | None,
    sets: tuple[str, ...],
    language: str,
    formats: tuple[str, ...],
    against: Path | None,
    locked: bool,
    repository: Path,
    quiet: bool,
) -> None:
    """Write the documents of a release of the stacks in FOLDER (out/cdktf.out).

    What only people know of the release is read from releases/VERSION.yaml. Beside the documents for people lies a
    JSON file for each set, with every statement, its values and their evidence.
    """
    with Progress(quiet=quiet)("Writing the documents"):
        paths = write_plan(
            folder,
            out or options.layout(repository).documents_about(folder),
            repository=repository,
            release=release,
            sets=sets,
            language=language,
            formats=formats,
            against=against,
            locked=locked,
        )
    if not quiet:
        for path in paths:
            click.echo(path)

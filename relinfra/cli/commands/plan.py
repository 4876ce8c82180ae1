"""`relinfra plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import write_plan
from relinfra.cli import options
from relinfra.cli.kept_ids import KeptIds
from relinfra.cli.terminal import Progress, say
from relinfra.output import DocumentList

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
@options.environments
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
    environments: tuple[str, ...],
    repository: Path,
    quiet: bool,
) -> None:
    """Write the documents of a release of the stacks in FOLDER (out/cdktf.out).

    What only people know of the release is read from releases/VERSION.yaml. Beside the documents for people lies a
    JSON file for each set, with every statement, its values and their evidence.
    """
    where = out or options.layout(repository).documents_about(folder)
    former, ids = DocumentList.read(where) or DocumentList(), KeptIds(repository)
    with Progress(quiet=quiet)("Writing the documents"):
        paths = write_plan(
            folder,
            where,
            repository=repository,
            release=release,
            sets=sets,
            language=language,
            formats=formats,
            against=against,
            locked=locked,
            environments=environments,
        )
    _tell_kept(former, where)
    if not quiet:
        for path in (*paths, *([ids.path] if ids.written else [])):
            click.echo(path)


def _tell_kept(former: DocumentList, folder: Path) -> None:
    """Tell of files that are no longer written, and stay because they were edited."""
    given_up = former.beyond(DocumentList.read(folder) or DocumentList())
    for name in given_up:
        if (folder / name).is_file():
            say(f"{folder / name}: is no longer written, and was edited; remove it, or keep it under another name")

"""`relinfra merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import merge
from relinfra.cli import options
from relinfra.layout import OUT, find_repository

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("merge")
@click.argument("parts", type=options.PATH_TYPE, nargs=-1, required=True)
@options.out_option("out", "the whole", lambda: find_repository() / OUT)
@options.quiet
def command(parts: tuple[Path, ...], *, out: Path, quiet: bool) -> None:
    """Merge PARTS, each the `out` of a job that ran with --environment, into the bytes of one run.

    Stacks are merged, and policy reports where every part has one; documents are then written by `relinfra plan`.
    """
    for path in merge(parts, out):
        if not quiet:
            click.echo(path)

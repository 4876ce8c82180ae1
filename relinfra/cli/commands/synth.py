"""`relinfra synth`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from relinfra.api import load, synth
from relinfra.cli import options
from relinfra.cli.locking import locked_rows
from relinfra.cli.terminal import Progress, plural, say, table

if TYPE_CHECKING:
    from pathlib import Path
__all__ = ["command"]


def _target() -> Path:
    """Return where the stacks go, and tell where that is none of today's folders."""
    layout = options.layout()
    notice = layout.notice(layout.target)
    if notice:
        say(notice)
    return layout.target


@click.command("synth")
@options.matrix_argument
@options.out_option("out/cdktf.out", "the stacks", _target)
@options.no_app
@options.lock_locked
@options.environments
@options.as_json
@options.quiet
def command(
    matrix: Path,
    *,
    out: Path,
    no_app: bool,
    locked: bool,
    environments: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Synthesize the stacks of MATRIX (relinfra.yaml) as Terraform JSON.

    Where cdktf.json beside it names an app, as `relinfra init` writes, that is what is synthesized.

    The folder is replaced whole once everything is written; what Terraform left in a stack's folder stays. What holds
    data is kept in the lock beside MATRIX: what would be lost of that is refused, and what is new is added.
    """
    progress = Progress(quiet=quiet or as_json)
    with progress("Reading the matrix"):
        loaded = load(matrix)
    with progress("Synthesizing the stacks"):
        repository = None if no_app else matrix.parent
        made = synth(loaded, out, repository=repository, locked=locked, environments=environments)
    if made.said and not quiet:
        say(made.said)
    if as_json:
        click.echo(json.dumps({"folder": str(made.folder), "stacks": dict(made.resources)}, indent=2))
    elif not quiet:
        click.echo(table(("stack", "resources"), [(name, str(count)) for name, count in made.resources.items()]))
        total = sum(made.resources.values())
        click.echo(f"{plural(len(made.stacks), 'stack')}, {plural(total, 'resource')} in {made.folder}")
        for file, what in locked_rows(made):
            click.echo(f"{file}: {what}")

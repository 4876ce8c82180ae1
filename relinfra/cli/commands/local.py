"""`relinfra local`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import load
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import plural
from relinfra.local import chosen_stage, compare_files, local_files, write_local_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["command"]


@click.command("local")
@click.argument("environment", required=False)
@options.matrix_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the files are not what would be written.")
@click.option("--force", is_flag=True, help="Replace files that a person has written or edited.")
@options.quiet
def command(environment: str | None, matrix: Path, *, check: bool, force: bool, quiet: bool) -> ExitCode:
    """Write compose.yaml and .env.example, which run ENVIRONMENT on a developer's machine.

    ENVIRONMENT is one with `target: compose`, by default the only one. Both files lie beside the matrix.
    """
    folder = matrix.parent
    files = local_files(chosen_stage(load(matrix), environment))
    if check:
        return _compare(folder, files, quiet=quiet)
    written = write_local_files(folder, files, force=force)
    if not quiet:
        for path in written:
            click.echo(path)
        count = plural(len(written), "file") if written else "nothing"
        click.echo(f"{count} written; next: copy .env.example to .env, fill it in, then docker compose up --wait")
    return ExitCode.DONE


def _compare(folder: Path, files: Mapping[str, str], *, quiet: bool) -> ExitCode:
    outcome = compare_files(folder, files)
    for name in outcome.changed:
        missing = not (folder / name).exists()
        why = "is missing" if missing else "was edited" if name in outcome.edited else "is of another matrix"
        click.echo(f"{folder / name}: {why}; `relinfra local` writes it")
    if not outcome.changed and not quiet:
        click.echo(f"{', '.join(outcome.same)}: as the matrix says")
    return verdict(not outcome.changed)

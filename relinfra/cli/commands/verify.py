"""`relinfra verify`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from relinfra.api import verify
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress, plural, style

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("verify")
@options.folder_argument
@options.documents
@options.against
@options.repository
@options.as_json
@options.quiet
def command(
    folder: Path, *, documents: Path | None, against: Path | None, repository: Path, as_json: bool, quiet: bool
) -> ExitCode:
    """Prove every document against the stacks in FOLDER (out/cdktf.out).

    Exits with 1 where they differ in meaning, and names each cause with the facts, the lines and what to do.
    """
    where = documents or options.layout(repository).documents_about(folder)
    with Progress(quiet=quiet or as_json)("Verifying the documents"):
        verification = verify(folder, where, repository=repository, against=against)
    if as_json:
        causes = [asdict(cause) for cause in verification.causes]
        click.echo(json.dumps(asdict(verification) | {"causes": causes, "ok": verification.ok}, indent=2))
    elif not verification.ok:
        for finding in verification.findings:
            click.echo(finding)
        count = plural(len(verification.findings), "cause")
        click.echo(style(count, stream=sys.stdout, fg="red", bold=True))
    elif not quiet:
        click.echo("the documents say what the stacks say")
    return verdict(verification.ok)

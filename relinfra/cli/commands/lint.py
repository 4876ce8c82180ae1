"""`relinfra lint`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from relinfra.api import lint
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import plural, style

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("lint")
@options.matrix_argument
@options.release
@click.option("--ignore", "ignored", metavar="RULE", multiple=True, help="Rule to leave out; may be repeated.")
@options.as_json
@options.quiet
def command(matrix: Path, *, release: str | None, ignored: tuple[str, ...], as_json: bool, quiet: bool) -> ExitCode:
    """Look for anti-patterns of releases in MATRIX (relinfra.yaml), the release file and the workflows.

    Looks at the newest release that has a file unless told otherwise. Exits with 1 when a rule finds something.
    """
    findings = lint(matrix, release=release, ignored=ignored)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
        if findings:
            click.echo(style(plural(len(findings), "finding"), stream=sys.stdout, fg="yellow", bold=True))
        elif not quiet:
            click.echo("nothing found")
    return verdict(not findings)

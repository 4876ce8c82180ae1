"""`relinfra lint`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from relinfra.api import lint
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.problems import json_of_place, shown
from relinfra.cli.terminal import plural, style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from relinfra.linter import LintFinding

__all__ = ["command"]


@click.command("lint")
@options.matrix_argument
@options.release
@click.option("--ignore", "ignored", metavar="RULE", multiple=True, help="Rule to leave out; may be repeated.")
@click.option("--stacks", type=options.FOLDER_TYPE, help="Folder with the stacks.  [default: out/cdktf.out]")
@options.today
@options.as_json
@options.quiet
def command(
    matrix: Path,
    *,
    release: str | None,
    ignored: tuple[str, ...],
    stacks: Path | None,
    today: date,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Look for anti-patterns of releases in MATRIX (relinfra.yaml), its stacks, the release file and the workflows.

    Looks at the newest release that has a file unless told otherwise. Stacks that were synthesized from other values
    are synthesized anew for the while. Exits with 1 when a rule finds something that no waiver accepts.
    """
    findings = lint(matrix, release=release, ignored=ignored, stacks=stacks, today=today)
    open_ones = [finding for finding in findings if finding.waiver is None]
    if as_json:
        click.echo(json.dumps([_json(finding) for finding in findings], indent=2))
    else:
        for line in _lines(open_ones, len(findings) - len(open_ones), quiet=quiet):
            click.echo(line)
    return verdict(not open_ones)


def _lines(findings: Sequence[LintFinding], waived: int, *, quiet: bool) -> Iterator[str]:
    for finding in findings:
        sources = {finding.position.file: finding.source}
        yield from shown(str(finding), finding.position, sources, stream=sys.stdout)
    accepted = f"; {waived} waived" if waived else ""
    if findings:
        count = plural(len(findings), "finding")
        yield f"{style(count, stream=sys.stdout, fg='yellow', bold=True)}{accepted}"
    elif not quiet:
        yield f"nothing found{accepted}"


def _json(finding: LintFinding) -> dict[str, Any]:
    waiver = finding.waiver
    return {
        **json_of_place(finding.position),
        "rule": finding.rule,
        "severity": "information" if waiver else "warning",
        "subject": finding.subject,
        "message": finding.found,
        "help": finding.remedy.text,
        "waiver": waiver.model_dump(mode="json") if waiver else None,
    }

"""`relinfra check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from relinfra.api import check, write_reports
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress
from relinfra.output import write_file
from relinfra.policy import FORMATS, render, renderable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from relinfra.policy import Report

__all__ = ["command"]


@click.command("check")
@options.folder_argument
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="What to print.",
)
@click.option("--output", type=options.PATH_TYPE, help="Write that to a file instead.")
@click.option(
    "-o", "--out", type=options.PATH_TYPE, help="Also write policy-report.txt, .json, .sarif and .baseline there."
)
@click.option(
    "--plans",
    type=options.PATH_TYPE,
    metavar="FOLDER",
    help="Also check the plans there: STACK.plan.json, as `terraform show -json` prints it.",
)
@click.option(
    "--waivers",
    type=click.Choice(("fail", "warn")),
    default="fail",
    show_default=True,
    help="Whether waivers that do no good fail; `warn` is for one release, and then gone.",
)
@click.option(
    "--external-checks-dir",
    "checks",
    type=options.PATH_TYPE,
    metavar="FOLDER",
    multiple=True,
    help="Also ask the checks of your own there, as plain Checkov does; `checks` of the matrix always are.",
)
@options.environments
@options.today
@options.quiet
def command(
    *,
    folder: Path,
    form: str,
    output: Path | None,
    out: Path | None,
    plans: Path | None,
    waivers: str,
    checks: tuple[Path, ...],
    environments: tuple[str, ...],
    today: date,
    quiet: bool,
) -> ExitCode:
    """Check the stacks in FOLDER (out/cdktf.out) with Checkov's policies for AWS and those of relinfra.

    Exits with 1 when a policy fails that no waiver of the matrix names, when a waiver does no good, or when the run
    cannot be trusted.
    """
    with Progress(quiet=quiet)("Checking the policies"):
        report = check(folder, today=today, plans=plans, environments=environments, checks=checks)
    if out:
        write_reports(report, out)
    if output:
        write_file(output, render(report, form))
    elif not (quiet and report.ok):
        _print(report, form)
    return verdict(report.ok if waivers == "fail" else report.holds)


def _print(report: Report, form: str) -> None:
    if form == "table" and sys.stdout.isatty():
        import rich  # noqa: PLC0415 - needed only on a terminal

        rich.print(renderable(report))
    else:
        click.echo(render(report, form), nl=False)

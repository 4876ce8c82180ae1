"""`relinfra diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.api import diff
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress
from relinfra.review import FORMATS, render

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("diff")
@click.argument("former", required=False)
@click.argument("present", required=False)
@options.matrix_option
@options.no_app
@click.option(
    "--state",
    "states",
    type=options.PATH_TYPE,
    metavar="FOLDER",
    help="Compare with what Terraform holds: STACK.state.json there, as `terraform show -json` prints a state.",
)
@click.option(
    "--plans",
    type=options.PATH_TYPE,
    metavar="FOLDER",
    help="Terraform's plans of the present side, which know what is replaced: STACK.plan.json there.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to print."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--exit-code", "judged", is_flag=True, help="Exit with 1 where anything differs.")
@options.quiet
def command(
    former: str | None,
    present: str | None,
    *,
    matrix: Path,
    no_app: bool,
    states: Path | None,
    plans: Path | None,
    form: str,
    as_json: bool,
    judged: bool,
    quiet: bool,
) -> ExitCode:
    """Say what differs between FORMER (HEAD) and PRESENT (the working tree), and what that risks.

    Each is a git revision, which is synthesized, or a folder with stacks.
    """
    with Progress(quiet=quiet or as_json)("Comparing"):
        found = diff(former, present, matrix=matrix, app=not no_app, states=states, plans=plans)
    click.echo(render(found, "json" if as_json else form), nl=False)
    return verdict(found.empty or not judged)

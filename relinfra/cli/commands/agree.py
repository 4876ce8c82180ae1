"""`relinfra agree`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from relinfra.agreement import agreed_actions, agreement_text, folder_digest, judged, read_agreement, read_plan
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode
from relinfra.errors import UsageError
from relinfra.output.file import write_file
from relinfra.regular_file import readable
from relinfra.review.agreed import AGREEMENT_FORMATS, render_agreement, render_judgement

__all__ = ["command"]

_FORM = click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(AGREEMENT_FORMATS),
    default="table",
    show_default=True,
    help="What to print.",
)


@click.group("agree")
def command() -> None:
    """List what Terraform would do to an environment, and hold its plans against that list before they are applied."""


@command.command("list")
@click.argument("environment")
@options.folder_argument
@click.option(
    "--plans",
    type=options.PATH_TYPE,
    required=True,
    metavar="FOLDER",
    help="Terraform's plans: STACK.plan.json there, as `terraform show -json PLAN` prints one.",
)
@click.option(
    "--stacks",
    type=options.PATH_TYPE,
    metavar="FILE",
    help="The stacks that were planned, one a line, as `relinfra applied stacks` prints them.  [default: all]",
)
@click.option(
    "--awaiting",
    metavar="STACK",
    multiple=True,
    help="A stack that cannot be planned before one that it reads from was applied: it may only make what is new; "
    "may be repeated.",
)
@options.inputs
@options.at
@_FORM
@click.option("-o", "--output", type=options.PATH_TYPE, metavar="FILE", help="Also write the agreement there, as JSON.")
def list_command(
    environment: str,
    folder: Path,
    *,
    plans: Path,
    stacks: Path | None,
    awaiting: tuple[str, ...],
    inputs: dict[str, str],
    at: str,
    form: str,
    output: Path | None,
) -> None:
    """List what the plans of the stacks in FOLDER (out/cdktf.out) would do to ENVIRONMENT, with risks; no secret."""
    made, named = datetime.fromisoformat(at), _named(stacks)
    found = agreed_actions(folder, plans, environment, at=made, stacks=named, awaiting=awaiting, inputs=inputs)
    if output:
        write_file(output, agreement_text(found))
    click.echo(render_agreement(found, form), nl=False)


def _named(file: Path | None) -> list[str] | None:
    try:
        return readable(file).read_text(encoding="utf-8").split() if file else None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: expected a file with the name of a stack on each line: {error}") from error


@command.command("show")
@click.argument("agreement", type=options.PATH_TYPE)
@_FORM
def show_command(agreement: Path, *, form: str) -> None:
    """Print the AGREEMENT that `relinfra agree list --output` wrote."""
    click.echo(render_agreement(read_agreement(agreement), form), nl=False)


@command.command("check")
@click.argument("agreement", type=options.PATH_TYPE)
@click.argument("stack")
@click.argument("plan", type=options.PATH_TYPE)
@options.folder_argument
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True),
    default=72,
    show_default=True,
    help="How long an agreement holds.",
)
@click.option(
    "--acknowledge",
    metavar="STACK:ADDRESS",
    multiple=True,
    help="Let what holds data be destroyed or replaced; may be repeated.",
)
@options.at
def check_command(
    agreement: Path, stack: str, plan: Path, folder: Path, *, hours: float, acknowledge: tuple[str, ...], at: str
) -> ExitCode:
    """Say whether the PLAN of STACK, made anew, does what is in AGREEMENT and nothing else; exit with 4 if not."""
    found = judged(
        read_agreement(agreement),
        stack,
        read_plan(plan),
        digest=folder_digest(folder),
        at=datetime.fromisoformat(at),
        hours=hours,
        acknowledged=acknowledge,
    )
    click.echo(render_judgement(found), nl=False)
    return ExitCode.DONE if found.ok else ExitCode.NOT_AGREED

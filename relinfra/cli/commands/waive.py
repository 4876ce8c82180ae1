"""`relinfra waive`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from relinfra.api import check
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode
from relinfra.evidence import read_output
from relinfra.policy.waiver_snippet import draft_waivers
from relinfra.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

YEAR = 365


@click.command("waive")
@click.argument("policy")
@click.argument("address")
@options.folder_argument
@click.option("--reason", default="", metavar="TEXT", help="Why the risk is accepted.")
@click.option("--owner", default="", metavar="TEXT", help="Who answers for it.")
@options.until
@options.today
def command(
    policy: str, address: str, *, folder: Path, reason: str, owner: str, until: date | None, today: date
) -> ExitCode:
    """Print the waiver that accepts what POLICY finds at ADDRESS of the stacks in FOLDER (out/cdktf.out).

    It is an item of `waivers` in the matrix, with the values that are there, in the environments in which it fails.
    """
    report, output = check(folder, today=today), read_output(folder)
    expires = until or today + timedelta(days=YEAR)
    drafts = draft_waivers(report, output, policy, address, expires=expires, reason=reason, owner=owner)
    if not output.declared.waivers:
        click.echo("waivers:")
    for draft in drafts:
        click.echo("\n".join(map(visible, str(draft).split("\n"))))
    return ExitCode.DONE

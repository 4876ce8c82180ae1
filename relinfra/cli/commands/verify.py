"""`relinfra verify`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from relinfra.api import verify
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress, plural, say, style

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.plan import Verification

__all__ = ["command"]


def _body(verification: Verification) -> dict[str, Any]:
    built = verification.unbuilt is not None
    return asdict(verification) | {
        "check": "as_built" if built else "verify",
        "causes": [asdict(cause) for cause in verification.causes],
        "findings": list(verification.findings),
        "ok": verification.ok,
    }


@click.command("verify")
@options.folder_argument
@options.documents
@options.against
@click.option(
    "--state",
    "states",
    type=options.PATH_TYPE,
    help="Compare with what was built: STACK.state.json there, as `terraform show -json` prints a state.",
)
@options.repository
@options.as_json
@options.quiet
def command(
    folder: Path,
    *,
    documents: Path | None,
    against: Path | None,
    states: Path | None,
    repository: Path,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Prove every document against the stacks in FOLDER (out/cdktf.out).

    Exits with 1 where they differ in meaning, and names each cause with the facts, the lines and what to do.
    """
    where = documents or options.layout(repository).documents_about(folder)
    with Progress(quiet=quiet or as_json)("Verifying the documents"):
        verification = verify(folder, where, repository=repository, against=against, states=states)
    if as_json:
        click.echo(json.dumps(_body(verification), indent=2))
    elif not verification.ok:
        for finding in verification.findings:
            click.echo(finding)
        count = plural(len(verification.findings), "cause")
        click.echo(style(count, stream=sys.stdout, fg="red", bold=True))
    elif not quiet:
        click.echo(f"the documents say what {'was built' if states else 'the stacks say'}")
    if verification.unbuilt and not as_json:
        say(f"no state was given of {', '.join(verification.unbuilt)}: what was built of them is not known")
    return verdict(verification.ok)

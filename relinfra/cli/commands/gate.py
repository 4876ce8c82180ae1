"""`relinfra gate`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress, plural, style
from relinfra.errors import UsageError
from relinfra.release import NEWEST, chosen_release

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.gate import Gate

__all__ = ["command"]


@click.command("gate")
@click.argument("stage", metavar="ENVIRONMENT[@REGION]")
@options.folder_argument
@options.release
@options.at
@options.record
@options.repository
@options.as_json
@options.quiet
def command(
    stage: str,
    *,
    folder: Path,
    release: str | None,
    at: str,
    record: Path | None,
    repository: Path,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Say whether a release may go to a stage now, or list everything that stands against it.

    Freezes stop every stage; for the stages of customers the release has to be approved and within its window, its
    blocking criteria met, and no waiver may end before it is watched to its end. Exits with 1 where anything stops it.
    """
    from relinfra.gate import gate_of  # noqa: PLC0415 - facts and documents are read by few commands
    from relinfra.plan.build import known_facts  # noqa: PLC0415

    version = chosen_release(repository, NEWEST if release is None else release)
    if version is None:
        raise UsageError("--release VERSION: expected a release with a file in releases/, found none")
    with Progress(quiet=quiet or as_json)("Asking the gate"):
        facts = known_facts(folder, repository=repository, version=version, record=record, commits=False)
        gate = gate_of(facts, version, stage, datetime.fromisoformat(at), folder)
    if as_json:
        click.echo(json.dumps(_body(gate), indent=2, ensure_ascii=False))
    else:
        _tell(gate, quiet=quiet)
    return verdict(gate.ok)


def _body(gate: Gate) -> dict[str, Any]:
    return {
        "check": "gate",
        "ok": gate.ok,
        "release": gate.version,
        "stage": gate.stage,
        "live": gate.live,
        "state": gate.state,
        "at": gate.at,
        "findings": [f"{one.rule}: {one.found}" for one in gate.stopping],
        "stopping": [asdict(one) for one in gate.stopping],
        "notices": [asdict(one) for one in gate.notices],
    }


def _tell(gate: Gate, *, quiet: bool) -> None:
    for one in gate.stopping if quiet else gate.obstacles:
        click.echo(one if one.stops else f"note: {one}")
    whom = f"release {gate.version}, {gate.stage}"
    if not gate.ok:
        told = f"stopped: {whom}: {plural(len(gate.stopping), 'obstacle')}"
        click.echo(style(told, stream=sys.stdout, fg="red", bold=True))
    elif not quiet:
        click.echo(f"open: {whom}")

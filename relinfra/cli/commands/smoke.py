"""`relinfra smoke`."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import Progress, plural, style
from relinfra.errors import UsageError
from relinfra.output import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.smoke import Smoke

__all__ = ["command"]

_PORT = 443


@click.command("smoke")
@click.argument("stage", metavar="ENVIRONMENT[@REGION]")
@options.folder_argument
@click.option("--url", "urls", metavar="SERVICE=URL", multiple=True, help="Ask this instead; may be repeated.")
@click.option("--connect", metavar="HOST[:PORT]", help="Load balancer to connect to, whatever the names lead to.")
@click.option("--requests", type=click.IntRange(1, 1000), default=5, show_default=True, help="Requests an address.")
@click.option("--timeout", type=click.FloatRange(0.1, 300), help="Seconds for an answer.  [default: its limit]")
@click.option("--wait", type=click.FloatRange(0, 3600), default=0, help="Seconds to ask again until all is well.")
@click.option("--metrics", type=options.FOLDER_TYPE, help="Folder with ALARM.json, which the queries printed.")
@click.option("--minutes", type=click.IntRange(1, 1440), default=15, show_default=True, help="Window of the queries.")
@click.option("--no-metrics", is_flag=True, help="Ask the addresses alone, as of a region whose alarms are others.")
@click.option("--queries", is_flag=True, help="Ask nothing; print the commands that measure the window.")
@click.option("--output", type=options.PATH_TYPE, help="Write the JSON there, whatever the outcome.")
@options.at
@options.repository
@options.as_json
@options.quiet
def command(
    stage: str,
    *,
    folder: Path,
    urls: tuple[str, ...],
    connect: str | None,
    requests: int,
    timeout: float | None,
    wait: float,
    metrics: Path | None,
    minutes: int,
    no_metrics: bool,
    queries: bool,
    output: Path | None,
    at: str,
    repository: Path,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Ask a stage that runs whether it answers, how soon, and how many requests fail.

    Addresses, statuses and limits are those of the stacks in FOLDER (out/cdktf.out). Exits with 1 where anything is not
    well, or cannot be known.
    """
    from relinfra.plan.build import known_facts  # noqa: PLC0415 - facts are read by few commands
    from relinfra.plan.stages import stage_named  # noqa: PLC0415
    from relinfra.smoke import measurements_of, run_smoke  # noqa: PLC0415
    from relinfra.smoke.smoke import Asking  # noqa: PLC0415

    now = datetime.fromisoformat(at)
    facts = known_facts(folder, repository=repository)
    if queries:
        for one in measurements_of(stage_named(facts, stage), now, minutes):
            click.echo(one.query)
        return ExitCode.DONE
    there = _place(connect) if connect else None
    asking = Asking(
        requests, timeout, wait, options.pairs("--url", _web(urls)), there, metrics, minutes, not no_metrics
    )
    with Progress(quiet=quiet or as_json)("Asking what runs"):
        smoke = run_smoke(facts, stage, now, asking)
    text = json.dumps(smoke.body, indent=2, ensure_ascii=False)
    if output:
        write_file(output, f"{text}\n")
    if as_json:
        click.echo(text)
    else:
        _tell(smoke, quiet=quiet)
    return verdict(smoke.ok)


def _tell(smoke: Smoke, *, quiet: bool) -> None:
    if not quiet:
        for probed in smoke.probed:
            if probed.outcome == "passed":
                click.echo(f"{probed.probe.name}: {probed.probe.url}: {probed.found}")
        for measured in smoke.measured:
            if measured.outcome == "passed":
                click.echo(f"{measured.measurement.alarm}: {measured.found}")
    for finding in smoke.findings:
        click.echo(finding)
    for measured in smoke.measured:
        if measured.outcome == "unknown":
            click.echo(f"  {measured.measurement.query}")
    if smoke.findings:
        click.echo(style(plural(len(smoke.findings), "finding"), stream=sys.stdout, fg="red", bold=True))


def _place(connect: str) -> tuple[str, int]:
    host, sign, port = connect.rpartition(":")
    if sign and not (host and port.isdecimal() and int(port) < 1 << 16):
        raise UsageError(f"--connect: expected HOST or HOST:PORT, found {connect!r}")
    return (host, int(port)) if sign else (connect, _PORT)


def _web(urls: tuple[str, ...]) -> tuple[str, ...]:
    for one in urls:
        if not one.partition("=")[2].startswith(("https://", "http://")):
            raise UsageError(f"--url: expected SERVICE=URL with https:// or http://, found {one!r}")
    return urls

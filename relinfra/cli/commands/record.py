"""`relinfra record`."""

from __future__ import annotations

import json
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.terminal import plural
from relinfra.errors import UsageError
from relinfra.execution import Outcome, append_events, event_of, merge_records, read_record, record_path
from relinfra.execution.told import told
from relinfra.release import known_release

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command"]

_outcome = click.option("--outcome", type=click.Choice(get_args(Outcome)), required=True, help="How it ended.")
_file = click.option("--file", type=options.PATH_TYPE, help="The record.  [default: releases/VERSION.record.jsonl]")
_by = click.option("--by", metavar="NAME", required=True, help="Who.")
_proof = click.option("--proof", metavar="URL", help="Address that shows it.")


@click.group("record")
def command() -> None:
    """Write down what happens to a release, and show it: approvals, deployments, checks, ways back.

    Each is a line of releases/VERSION.record.jsonl, which is only ever added to; documents take the state of the
    release from it.
    """


def _writing(name: str, *decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the decorator of a command that adds one event, made of what its function returns."""
    shared = (
        click.option("--run", metavar="URL", help="Address of the run of the pipeline."),
        options.at,
        _file,
        options.repository,
        options.quiet,
    )

    def decorate(function: Callable[..., dict[str, Any]]) -> click.Command:
        @wraps(function)
        def write(
            version: str, *, run: str | None, at: str, file: Path | None, repository: Path, quiet: bool, **given: Any
        ) -> ExitCode:
            path = file or record_path(repository, known_release(repository, version))
            event = event_of({"version": version, "at": at, "run": run, **function(**given)})
            added = append_events(path, version, [event])
            if not quiet:
                click.echo(f"{path}: {told(added[0]) if added else 'holds that already'}")
            return ExitCode.DONE

        for one in (*reversed(shared), *reversed(decorators), click.argument("version")):
            write = one(write)
        return command.command(name)(write)

    return decorate


@_writing("approve", _by, click.option("--environment", "stage", metavar="ENV", help="Only this stage."), _proof)
def approve(**given: Any) -> dict[str, Any]:
    """Write down that somebody approved VERSION."""
    return {"event": "approved", **given}


@_writing("met", click.argument("criterion"), _by, _proof)
def met(**given: Any) -> dict[str, Any]:
    """Write down that somebody saw CRITERION met, which no file shows; `relinfra gate` names the keys."""
    return {"event": "met", **given}


@_writing(
    "start",
    click.argument("stage", metavar="ENV"),
    click.option("--commit", metavar="SHA", help="Commit that is deployed."),
    click.option("--stacks", metavar="sha256:HEX", help="Digest of the stacks."),
    click.option("--image", "images", metavar="SERVICE=sha256:HEX", multiple=True, help="Image; may be repeated."),
)
def start(images: tuple[str, ...], **given: Any) -> dict[str, Any]:
    """Write down that the deployment of VERSION to ENV begins."""
    return {"event": "started", "images": options.pairs("--image", images), **given}


@_writing(
    "step",
    click.argument("stage", metavar="ENV"),
    click.argument("step"),
    _outcome,
    click.option("--started", metavar="TIME", callback=options.moment, help="When it began."),
)
def step(**given: Any) -> dict[str, Any]:
    """Write down how STEP of the deployment to ENV ended."""
    return {"event": "step", **given}


@_writing("finish", click.argument("stage", metavar="ENV"), _outcome)
def finish(**given: Any) -> dict[str, Any]:
    """Write down how the deployment of VERSION to ENV ended."""
    return {"event": "finished", **given}


@_writing(
    "rollback",
    click.argument("stage", metavar="ENV"),
    click.option("--to", metavar="VERSION", required=True, help="Version that runs again."),
    click.option("--reason", metavar="TEXT", required=True, help="Why."),
    click.option("--by", metavar="NAME", help="Who decided; nobody where it turned back by itself."),
)
def rollback(**given: Any) -> dict[str, Any]:
    """Write down that ENV was taken back."""
    return {"event": "rolled_back", **given}


@_writing("check", click.argument("stage", metavar="ENV"), click.argument("result", type=options.PATH_TYPE))
def check(stage: str, result: Path) -> dict[str, Any]:
    """Write down what `relinfra gate`, `smoke` or `verify --state` found in ENV: RESULT is what its --json printed."""
    from relinfra.execution.results import checked  # noqa: PLC0415 - for this command alone

    return {"event": "checked", "stage": stage, **checked(result)}


@command.command("merge")
@click.argument("version")
@click.argument("files", metavar="FILE...", type=options.PATH_TYPE, nargs=-1, required=True)
@_file
@options.repository
@options.quiet
def merge(version: str, *, files: tuple[Path, ...], file: Path | None, repository: Path, quiet: bool) -> ExitCode:
    """Add what each FILE holds, as parallel jobs wrote them, to the record of VERSION; each event once."""
    path = file or record_path(repository, known_release(repository, version))
    added = merge_records(path, version, files)
    if not quiet:
        click.echo(f"{path}: {plural(len(added), 'new event')}")
    return ExitCode.DONE


@command.command("show")
@click.argument("version")
@_file
@options.repository
@options.as_json
def show(version: str, *, file: Path | None, repository: Path, as_json: bool) -> ExitCode:
    """Print the record of VERSION, the first event first."""
    path = file or record_path(repository, version)
    found = read_record(path, version)
    if found is None:
        raise UsageError(f"{path}: expected the record of release {version}, found no file")
    if as_json:
        click.echo(json.dumps([json.loads(place.text) for place in found.places], indent=2))
    else:
        for event in found.events:
            click.echo(told(event))
    return ExitCode.DONE

"""`relinfra build`."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from relinfra.api import build
from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.kept_ids import KeptIds
from relinfra.cli.locking import locked_rows
from relinfra.cli.terminal import Progress, plural, say, style, table
from relinfra.layout import OUT, find_repository

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from relinfra.results import Build

__all__ = ["command"]


@click.command("build")
@options.matrix_argument
@options.out_option("out", "everything", lambda: find_repository() / OUT)
@options.release
@options.sets
@options.language
@options.formats
@options.against
@options.all_locked
@options.today
@options.no_app
@options.as_json
@options.quiet
def command(
    matrix: Path,
    *,
    out: Path,
    release: str | None,
    sets: tuple[str, ...],
    language: str,
    formats: tuple[str, ...],
    against: Path | None,
    locked: bool,
    today: date,
    no_app: bool,
    as_json: bool,
    quiet: bool,
) -> ExitCode:
    """Validate MATRIX (relinfra.yaml), synthesize its stacks, check them, write the plan and verify it.

    Exits with 1 when a policy fails or a statement of the plan does not hold; all is written nevertheless.
    """
    ids = KeptIds(matrix.parent)
    made = build(
        matrix,
        out,
        release=release,
        sets=sets,
        language=language,
        formats=formats,
        against=against,
        locked=locked,
        today=today,
        app=not no_app,
        observer=Progress(quiet=quiet or as_json),
    )
    if made.synthesis.said and not quiet:
        say(made.synthesis.said)
    if not quiet:
        _tell_outdated(made)
        _tell_waivers(made)
    if as_json:
        click.echo(json.dumps(_summary(made), indent=2))
    elif not quiet:
        _print(made, ids)
    if not (as_json or made.ok):
        _complain(made)
    return verdict(made.ok)


def _print(made: Build, ids: KeptIds) -> None:
    resources = sum(made.synthesis.resources.values())
    counted = ", ".join(f"{count} {status}" for status, count in made.report.count().items())
    rows = [
        (
            f"{made.synthesis.folder}/",
            f"{plural(len(made.synthesis.stacks), 'stack')}, {plural(resources, 'resource')}",
        ),
        *((str(made.folder / file), _what(made.folder / file)) for file in made.files),
        *locked_rows(made.synthesis),
        *([(str(ids.path), "ids of the documents, to be committed")] if ids.written else []),
    ]
    click.echo(table(("written", "what"), rows))
    click.echo(f"policies: {counted}; plan: {'verified' if made.verification.ok else 'NOT verified'}")
    click.echo("seconds: " + ", ".join(f"{phase} {spent:.2f}" for phase, spent in made.seconds.items()))


_WHAT = {
    "policy-report.txt": "the policy report, to read",
    "policy-report.json": "the same, for programs",
    "policy-report.sarif": "the same, for code scanning",
    "policy-report.baseline": "what is accepted in it, for plain Checkov",
    "metadata.json": "the release, for programs",
    "documents.json": "the list of what was made",
}

_WHAT_BY_ENDING = {
    ".json": "facts of the documents, each with its evidence",
    ".log": "what was planned, a line each",
    ".html": "the same, as a page",
    ".sh": "the same, as a program",
}

_MARK = re.compile(r" ?\[\^p\d+\]|<[^>]*>|&#\d+;")


def _what(file: Path) -> str:
    """Return what a file is: of a document its title, of the others what they are for."""
    if file.name in _WHAT:
        return _WHAT[file.name]
    if file.suffix == ".md":
        return _MARK.sub("", file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# "))
    return _WHAT_BY_ENDING[file.suffix]


def _tell_outdated(made: Build) -> None:
    """Tell of documents of former builds that no longer hold; one release of grace before they fail a build."""
    files = list(dict.fromkeys(one.file for one in made.outdated.differences))
    if files:
        say(
            f"{made.folder}: {', '.join(files)} of former builds no longer hold, and `relinfra verify` fails; "
            "write them again (--set, --lang), remove them, or close their release: from the next release on a build "
            "fails too"
        )


def _tell_waivers(made: Build) -> None:
    """Tell of waivers that do no good; one release of grace before they fail a build as they fail `check`."""
    for fault in made.report.faults:
        say(f"{fault}; `relinfra check` fails, and from the next release on a build does too")


def _complain(made: Build) -> None:
    failures = _failures(made)
    for failure in failures:
        click.echo(failure)
    click.echo(style(plural(len(failures), "failure"), stream=sys.stdout, fg="red", bold=True))


def _failures(made: Build) -> list[str]:
    failed = (f"{one.stack}: {one.address}: {one.policy} {one.title}" for one in made.report.failed)
    return [*failed, *made.report.problems, *made.verification.findings]


def _summary(made: Build) -> dict[str, Any]:
    return {
        "ok": made.ok,
        "folder": str(made.folder),
        "stacks": dict(made.synthesis.resources),
        "policies": {str(status): count for status, count in made.report.count().items()},
        "verified": made.verification.ok,
        "outdated": list(made.outdated.findings),
        "failures": _failures(made),
        "files": [str(file) for file in made.files],
        "seconds": {phase: round(spent, 3) for phase, spent in made.seconds.items()},
    }

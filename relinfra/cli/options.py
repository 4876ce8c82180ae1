"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relinfra.cli.terminal import say
from relinfra.errors import UsageError
from relinfra.layout import MATRIX, Layout, find_repository, layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "FOLDER_TYPE",
    "PATH_TYPE",
    "against",
    "all_locked",
    "as_json",
    "at",
    "documents",
    "environment_argument",
    "environments",
    "folder_argument",
    "formats",
    "inputs",
    "language",
    "layout",
    "lock_locked",
    "locked",
    "matrix_argument",
    "matrix_option",
    "moment",
    "no_app",
    "out_option",
    "pairs",
    "quiet",
    "record",
    "release",
    "repository",
    "sets",
    "today",
    "until",
]

_FIRST, _LAST = 1970, 9000
"""The years that days and times are taken of."""
PATH_TYPE = click.Path(path_type=Path)
"""A path as `pathlib.Path`."""


class Folder(click.Path):
    """A folder that has to be there: one that is not would be taken for one with nothing in it."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path of a folder."""
        found = Path(value)
        if not found.is_dir():
            self.fail(f"{found}: expected a folder, found {'a file' if found.is_file() else 'none'}", param, ctx)
        return found


FOLDER_TYPE = Folder()
"""A folder that is there, as `pathlib.Path`."""


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    try:
        return _in_reach(date.fromisoformat(value)) if value else date.today()
    except ValueError:
        message = f"expected a date such as 2027-06-30, found {value!r}"
        raise click.BadParameter(message, context, parameter) from None


def _in_reach(day: date) -> date:
    """Return a day before and after which there are others to count with. Raises `ValueError` for one at the edge."""
    if not _FIRST <= day.year <= _LAST:
        raise ValueError(day)
    return day


def _inputs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    del context, parameter
    return pairs("--input", values)


def _later_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return _day(context, parameter, value) if value else None


def moment(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a time as records have it, in UTC; None where none is given."""
    from relinfra.execution import moment as in_utc  # noqa: PLC0415 - few commands take a time

    try:
        told = in_utc(value) if value else None
        if told:
            _in_reach(date.fromisoformat(told[:10]))
    except UsageError as error:
        raise click.BadParameter(str(error), context, parameter) from None
    except ValueError:
        message = f"expected a time from {_FIRST} to {_LAST}, found {value!r}"
        raise click.BadParameter(message, context, parameter) from None
    return told


def _now(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    return moment(context, parameter, value or datetime.now(UTC).isoformat())


def _known_sets(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse unknown sets before anything is read."""
    del context
    if values != parameter.default:
        from relinfra.plan import named_sets  # noqa: PLC0415 - starting is quick; only who names a set waits

        tuple(named_sets(values))
    return values


def pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    """Return what `NAME=VALUE` says each time it is given. Raises `UsageError`."""
    found: dict[str, str] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not (name and sign and value) or name in found:
            raise UsageError(f"{option}: expected NAME=VALUE with each name once, found {one!r}")
        found[name] = value
    return found


def layout(repository: Path | None = None) -> Layout:
    """Return the folders of a repository: of the one that we stand in unless told."""
    return layout_of(find_repository() if repository is None else repository)


def _stacks() -> Path:
    """Return the folder that the stacks are looked for in, and tell where it is none of today's."""
    found = layout()
    notice = found.notice(found.stacks)
    if notice:
        say(notice)
    return found.stacks


record = click.option(
    "--record", type=PATH_TYPE, help="The execution record.  [default: releases/VERSION.record.jsonl]"
)
until = click.option(
    "--until", metavar="DATE", callback=_later_day, help="Last day on which it holds.  [default: in a year]"
)
matrix_argument = click.argument("matrix", type=PATH_TYPE, default=lambda: find_repository() / MATRIX)
matrix_option = click.option(
    "--matrix",
    type=PATH_TYPE,
    default=lambda: find_repository() / MATRIX,
    help="The matrix; relinfra.yaml of the repository unless told.",
)
environment_argument = click.argument("environment", metavar="ENVIRONMENT[@REGION]")
inputs = click.option(
    "--input",
    "inputs",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_inputs,
    help="A Terraform variable that the plans were made with, such as web_image_tag=2.5.0; may be repeated.",
)
folder_argument = click.argument("folder", type=PATH_TYPE, default=_stacks)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print failures only.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
no_app = click.option(
    "--no-app", is_flag=True, help="Synthesize the matrix alone, also where cdktf.json names an app with more stacks."
)
release = click.option(
    "--release",
    metavar="VERSION",
    help="Version of the release, such as 2.5.0, which has a file in releases/; or newest: the highest that has one.",
)
sets = click.option(
    "--set",
    "sets",
    metavar="NAME",
    multiple=True,
    default=("release-plan",),
    show_default=True,
    callback=_known_sets,
    help="Documents to write: release-plan, dep-catalog, release-package, release-master, deployment-plan, runbooks, "
    "or all; may be repeated.",
)
language = click.option(
    "--lang", "language", type=click.Choice(("en", "ru")), default="en", show_default=True, help="Their language."
)
formats = click.option(
    "--format",
    "formats",
    type=click.Choice(("md", "html", "json")),
    multiple=True,
    default=("md",),
    show_default=True,
    help="Their format; may be repeated. The JSON, which `relinfra verify` reads, is always written.",
)
environments = click.option(
    "--environment",
    "environments",
    metavar="NAME",
    multiple=True,
    help="Only the stacks of this environment, for parallel jobs; may be repeated. `relinfra merge` makes the whole.",
)
documents = click.option(
    "-d", "--documents", type=PATH_TYPE, show_default="out", help="Folder that holds the documents."
)
against = click.option(
    "--against",
    type=FOLDER_TYPE,
    help="Folder with the stacks of the previous release (its out/cdktf.out), to tell what changes.",
)
locked = click.option(
    "--locked",
    is_flag=True,
    help="Fail where a document needs an id that releases/document-ids.json does not have; for CI.",
)
lock_locked = click.option(
    "--locked", is_flag=True, help="Fail where the lock beside the matrix lacks something; for CI."
)
all_locked = click.option(
    "--locked",
    is_flag=True,
    help="Fail where a document needs an id that releases/document-ids.json does not have, or the lock beside the "
    "matrix lacks something; for CI.",
)
repository = click.option(
    "--repository",
    type=FOLDER_TYPE,
    default=find_repository,
    show_default="where relinfra.yaml is",
    help="Folder with the matrix, the workflows, the versioning configuration and releases/.",
)
at = click.option(
    "--at", metavar="TIME", callback=_now, help="The time that counts, such as 2026-12-08T14:05:00Z.  [default: now]"
)
today = click.option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=_day,
    help="Day on which the expiry of waivers is judged.  [default: the current one]",
)


def out_option(shown: str, what: str, default: Callable[[], Path] | None = None) -> Callable[[Any], Any]:
    """Return `--out` with the folder a command writes into; `shown` says which it is by default."""
    return click.option(
        "-o",
        "--out",
        type=PATH_TYPE,
        default=default,
        show_default=shown,
        help=f"Folder to write {what} into.",
    )

"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "PATH_TYPE",
    "as_json",
    "folder_argument",
    "matrix_argument",
    "out_option",
    "quiet",
    "release",
    "repository",
    "today",
]

PATH_TYPE = click.Path(path_type=Path)
"""A path as `pathlib.Path`."""


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    try:
        return date.fromisoformat(value) if value else date.today()
    except ValueError:
        message = f"expected a date such as 2027-06-30, found {value!r}"
        raise click.BadParameter(message, context, parameter) from None


matrix_argument = click.argument("matrix", type=PATH_TYPE, default=Path("relinfra.yaml"))
folder_argument = click.argument("folder", type=PATH_TYPE, default=Path("cdktf.out"))
quiet = click.option("-q", "--quiet", is_flag=True, help="Print failures only.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
release = click.option("--release", metavar="VERSION", help="Version of the release, such as 2.5.0.")
repository = click.option(
    "--repository",
    type=PATH_TYPE,
    default=".",
    show_default=True,
    help="Folder with the matrix, the workflows and the versioning configuration.",
)
today = click.option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=_day,
    help="Day on which the expiry of waivers is judged.  [default: the current one]",
)


def out_option(default: str, what: str) -> Callable[[Any], Any]:
    """Return `--out` with the folder a command writes into."""
    return click.option(
        "-o",
        "--out",
        type=PATH_TYPE,
        default=Path(default),
        show_default=True,
        help=f"Folder to write {what} into.",
    )

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
    "repository",
    "today",
]

PATH_TYPE = click.Path(path_type=Path)
"""A path as `pathlib.Path`."""


class _Day(click.ParamType):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"expected a date such as 2027-06-30, found {value!r}", param, ctx)


matrix_argument = click.argument("matrix", type=PATH_TYPE, default=Path("relinfra.yaml"))
folder_argument = click.argument("folder", type=PATH_TYPE, default=Path("cdktf.out"))
quiet = click.option("-q", "--quiet", is_flag=True, help="Print failures only.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
repository = click.option(
    "--repository",
    type=PATH_TYPE,
    default=".",
    show_default=True,
    help="Folder with the matrix, the workflows and the versioning configuration.",
)
today = click.option(
    "--today",
    type=_Day(),
    default=date.today,
    show_default="the current day",
    help="Day on which the expiry of waivers is judged.",
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

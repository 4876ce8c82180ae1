"""`relinfra show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.origins import json_of, place, resolved, spelt
from relinfra.cli.terminal import table
from relinfra.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_HEADER = ("path", "value", "origin")


@click.command("show")
@options.environment_argument
@options.matrix_option
@options.as_json
def command(environment: str, matrix: Path, *, as_json: bool) -> ExitCode:
    """Print every value of ENVIRONMENT after everything was merged, each with its origin."""
    values = tuple(one for one in resolved(matrix, environment) if not one.removed)
    rows = ((visible(one.name), spelt(one.value), place(one.origin)) for one in values)
    click.echo(json_of(values) if as_json else table(_HEADER, rows))
    return ExitCode.DONE

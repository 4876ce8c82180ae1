"""`relinfra explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.origins import json_of, place, resolved, spelt
from relinfra.matrix.provenance import below
from relinfra.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relinfra.matrix.provenance import Resolved

__all__ = ["command"]


@click.command("explain")
@options.environment_argument
@click.argument("path", default="")
@options.matrix_option
@options.as_json
def command(environment: str, path: str, matrix: Path, *, as_json: bool) -> ExitCode:
    """Say where the values of ENVIRONMENT at PATH and below it come from, and what they overrode.

    PATH is written with dots, such as services.web.port; without it, every value is told.
    """
    values = resolved(matrix, environment)
    found = below(values, path) if path else values
    click.echo(json_of(found) if as_json else "\n".join(line for one in found for line in _lines(one)))
    return ExitCode.DONE


def _lines(one: Resolved) -> Iterator[str]:
    yield f"{visible(one.name)} is removed" if one.removed else f"{visible(one.name)} = {spelt(one.value)}"
    yield f"  {place(one.origin)}" if one.origin else f"  {place(None)}: {visible(one.reason)}"
    for each in one.overrode:
        yield f"  overrode {spelt(each.value)} of {place(each)}"

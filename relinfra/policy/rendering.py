"""Choosing a report's format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from relinfra.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from relinfra.policy.report import Report

__all__ = ["FORMATS", "render", "renderable"]

FORMATS = ("table", "json", "sarif", "junit", "markdown", "baseline")
"""For people, programs, code scanning, CI test reports, the comment of a pull request, and plain Checkov."""


def render(report: Report, format: str = "table") -> str:
    """Write a report in one of `FORMATS`, ending in a newline; the same report gives the same bytes.

    Raises `UsageError` for any other format.
    """
    if format not in FORMATS:
        raise UsageError(f"format: expected one of {', '.join(FORMATS)}, found {format!r}")
    text: str = import_module(f"relinfra.policy.renderers.as_{format}").render(report)
    return text


def renderable(report: Report) -> RenderableType:
    """Return the table for a terminal of any width, in colour: `rich.print(renderable(report))`."""
    table: RenderableType = import_module("relinfra.policy.renderers.as_table").renderable(report)
    return table

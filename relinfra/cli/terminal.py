"""Standard output for results, standard error for everything else; colour only where a person looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Progress", "plural", "say", "style", "table"]


def say(text: str) -> None:
    """Print a line to standard error."""
    click.echo(text, err=True)


def style(text: str, *, stream: TextIO | None = None, **look: Any) -> str:
    """Colour `text` where `stream` (standard error unless told) is a terminal and NO_COLOR is not set."""
    return click.style(text, **look) if _coloured(stream or sys.stderr) else text


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plural(count: int, noun: str) -> str:
    """Return `1 stack`, `2 stacks`, `2 policies`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows in aligned columns under a header, without trailing spaces."""
    lines = [tuple(header), *(tuple(cell or "-" for cell in row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


class Progress:
    """Progress on standard error while a person watches; nothing when piped."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        """Show `phase` while the block runs, and how long it took afterwards."""
        if not self._shown:
            yield
            return
        from rich.console import Console  # noqa: PLC0415 - needed only while a person watches

        console = Console(file=getattr(sys.stderr, "as_written", sys.stderr))
        start = perf_counter()
        with console.status(phase):
            yield
        console.print(f"[green]✓[/green] {phase} [dim]{perf_counter() - start:.1f} s[/dim]", highlight=False)

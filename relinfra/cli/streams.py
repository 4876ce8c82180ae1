"""Standard output and error that last: closed, full or left by their reader, they end no command."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.terminal import say, style
from relinfra.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from _typeshed import ReadableBuffer

__all__ = ["LastingFile", "ended", "lasting_output"]

_STREAMS = 3
_COLOURS = re.compile(r"(\x1b\[(?:[0-79]|[349][0-7])(?:;(?:[0-79]|[349][0-7]))*m)")
"""What colours text, and what ends that; hiding (8) is not among it."""


class LastingFile(io.FileIO):
    """A file that takes every write; what it could not pass on is lost, and `lost` says why."""

    lost: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Pass `data` on, or drop it once that has failed."""
        if self.lost is None:
            try:
                return super().write(data)
            except OSError as error:
                self.lost = error
        return memoryview(data).nbytes


@contextmanager
def lasting_output() -> Iterator[LastingFile | None]:
    """Let `sys.stdout` and `sys.stderr` last; give the file below standard output, where it has one."""
    before = sys.stdout, sys.stderr
    _open_closed_ones()
    output, errors = _lasting(sys.stdout, 1), _lasting(sys.stderr, 2)
    try:
        if output:
            sys.stdout = _text(output, sys.stdout, line_buffering=output.isatty())
        if errors:
            sys.stderr = _text(errors, sys.stderr, line_buffering=True)
        yield output
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = before


def ended(output: LastingFile | None, code: int) -> int:
    """Return the exit code of a command that ended with `code`: what it found, unless nobody could read it.

    A reader that left, as `head` does, knows that it did; of anything else, such as a full disk, people are told.
    """
    sys.stdout.flush()
    if output is None or output.lost is None:
        return code
    if output.lost.errno != errno.EPIPE:
        say(f"{style('error:', fg='red', bold=True)} standard output: cannot be written: {output.lost.strerror}")
    return code or ExitCode.MACHINE


def _open_closed_ones() -> None:
    """Let what is written to a stream that was closed go nowhere, lest it go to a file that is opened later."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < _STREAMS:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


def _lasting(stream: TextIO | None, descriptor: int) -> LastingFile | None:
    """Return the file below a standard stream; None where something else stands in for the stream, as in tests."""
    if stream is None:
        return LastingFile(descriptor, "w", closefd=False)
    try:
        stream.flush()
        own = stream.fileno() == descriptor
    except (OSError, ValueError):
        own = True
    return LastingFile(descriptor, "w", closefd=False) if own else None


class Drawing:
    """A stream for people to which everything is written as it is."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream

    def write(self, text: str, /) -> int:
        """Write `text` as it is."""
        return io.TextIOWrapper.write(self._stream, text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class VisibleText(io.TextIOWrapper):
    """A stream for people: nothing in what others wrote hides, reorders or drives the terminal.

    Colours pass.
    """

    @property
    def as_written(self) -> Drawing:
        """The same stream for what draws with other signs, such as a spinner."""
        return Drawing(self)

    def write(self, text: str, /) -> int:
        """Write `text` line by line as a reader has to see it."""
        parts = _COLOURS.split(text)
        super().write("".join(part if _COLOURS.fullmatch(part) else visible_lines(part) for part in parts))
        return len(text)


def _text(file: LastingFile, former: TextIO | None, *, line_buffering: bool) -> TextIO:
    errors = getattr(former, "errors", None) or "strict"
    return VisibleText(
        io.BufferedWriter(file),
        encoding=getattr(former, "encoding", None) or "utf-8",
        errors="backslashreplace" if errors == "strict" else errors,
        line_buffering=line_buffering,
    )

"""Standard output and error that last: closed, full or left by their reader, they end no command."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from relinfra.cli.exit_codes import ExitCode
from relinfra.cli.terminal import say, style

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from _typeshed import ReadableBuffer

__all__ = ["LastingFile", "ended", "lasting_output"]

_STREAMS = 3


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


def _text(file: LastingFile, former: TextIO | None, *, line_buffering: bool) -> TextIO:
    errors = getattr(former, "errors", None) or "strict"
    return io.TextIOWrapper(
        io.BufferedWriter(file),
        encoding=getattr(former, "encoding", None) or "utf-8",
        errors="backslashreplace" if errors == "strict" else errors,
        line_buffering=line_buffering,
    )

"""Everything relinfra refuses, as one small tree.

    RelinfraError
    ├── InputError              what the user wrote is wrong
    │   ├── InvalidFileError    every problem of a file, with positions
    │   │   ├── MatrixError     of a matrix
    │   │   ├── ReleaseError    of a release file
    │   │   ├── LockError       of a lock file, or what it refuses of an output
    │   │   └── RecordError     of an execution record
    │   └── UsageError          an argument names nothing that exists
    ├── OutputError             a synthesized folder or document cannot be read
    └── ToolError               Node.js, Checkov or another program is missing or failed

A failed check is not an error: `relinfra check` and `relinfra verify` report it. `relinfra.cli.exit_codes` says how the
command line ends on each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relinfra.reading.problems import Problem

__all__ = [
    "InputError",
    "InvalidFileError",
    "LockError",
    "MatrixError",
    "OutputError",
    "RecordError",
    "ReleaseError",
    "RelinfraError",
    "ToolError",
    "UsageError",
]


class RelinfraError(Exception):
    """The base of every error relinfra raises on purpose; `str(error)` is written for the user."""

    def __str__(self) -> str:
        return visible_lines(super().__str__())


class InputError(RelinfraError):
    """Input of the user that is wrong; nothing was written."""


class InvalidFileError(InputError):
    """Every problem of one file, in the order of the file; `sources` are the texts to take excerpts from, by file."""

    def __init__(self, problems: Sequence[Problem], sources: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.sources: Mapping[str, str] = dict(sources or {})
        super().__init__("\n".join(str(problem) for problem in self.problems))


class MatrixError(InvalidFileError):
    """Every problem of one matrix."""


class ReleaseError(InvalidFileError):
    """Every problem of one release file."""


class RecordError(InvalidFileError):
    """Every problem of one execution record."""


class LockError(InvalidFileError):
    """Every problem of one lock file, or everything that an output would lose of what is locked.

    `procedure` says line by line how to do safely what was refused, where there is a way.
    """

    def __init__(
        self, problems: Sequence[Problem], sources: Mapping[str, str] | None = None, procedure: Sequence[str] = ()
    ) -> None:
        super().__init__(problems, sources)
        self.procedure = tuple(procedure)


class UsageError(InputError):
    """An argument names something that does not exist."""


class OutputError(RelinfraError):
    """A synthesized folder or a document is missing, incomplete or not what relinfra writes."""


class ToolError(RelinfraError):
    """A program or package that relinfra needs is missing or failed."""

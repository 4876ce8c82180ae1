"""The context of a lint rule: what it looks at, and how it says where it found something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relinfra.evidence import Facts
from relinfra.linter.finding import LintFinding
from relinfra.reading.problems import Position

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Matrix
    from relinfra.release import Release, ReleaseFile

__all__ = ["LintContext"]


@dataclass(frozen=True)
class LintContext:
    """A rule's id; the matrix, the file of a release where there is one, and what the repository's workflows say."""

    rule: str
    matrix: Matrix
    file: ReleaseFile | None
    repository: Facts

    @property
    def release(self) -> Release | None:
        """The release, where one has a file."""
        return self.file.release if self.file else None

    @cached_property
    def stages(self) -> tuple[Environment, ...]:
        """The environments on AWS, in promotion order."""
        order = self.matrix.promotion or tuple(self.matrix.environments)
        named = (self.matrix.environments[name] for name in order if name in self.matrix.environments)
        return tuple(environment for environment in named if environment.target == "aws")

    @property
    def live(self) -> Environment | None:
        """The environment customers use: the last of the promotion."""
        return self.stages[-1] if self.stages else None

    def at(self, position: Position, found: str, remedy: str) -> LintFinding:
        """Return a finding at a place."""
        return LintFinding(position, self.rule, found, remedy)

    def in_matrix(self, found: str, remedy: str, *path: str) -> LintFinding:
        """Return a finding at an environment's value: its line, or that of the nearest thing above it."""
        for length in range(len(path), 0, -1):
            position = self.matrix.source(path[0], *path[1:length])
            if position:
                return self.at(position, found, remedy)
        return self.at(Position(self.matrix.file, 1, 1), found, remedy)

    def in_release(self, found: str, remedy: str, *path: str) -> Iterator[LintFinding]:
        """Return a finding in the release file, nothing where there is none: that is a finding of its own."""
        if self.file:
            yield self.at(self.file.position(*path), found, remedy)

"""The context of a lint rule: what it looks at, and how it says where it found something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relinfra.evidence import Facts
from relinfra.linter.drift import Difference
from relinfra.linter.finding import LintFinding, Remedy
from relinfra.linter.workflows import Job, Workflow
from relinfra.reading.problems import Position
from relinfra.release import FOLDER

if TYPE_CHECKING:
    from relinfra.evidence.records.service import Service
    from relinfra.evidence.records.stage import Stage
    from relinfra.matrix import Environment, Matrix
    from relinfra.release import Release, ReleaseFile

__all__ = ["LintContext"]


@dataclass(frozen=True)
class LintContext:
    """A rule's id; the matrix, the file of a release if there is one, workflows, facts of the stacks, what is meant."""

    rule: str
    matrix: Matrix
    file: ReleaseFile | None
    workflows: tuple[Workflow, ...]
    facts: Facts
    meant: Mapping[str, Callable[[Difference], bool]]
    """Whether a difference is meant, by the live environment that has it."""

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
    def live(self) -> tuple[Environment, ...]:
        """The environments that customers use, in promotion order."""
        return tuple(environment for environment in self.stages if environment.name in self.matrix.live)

    @property
    def before_live(self) -> Environment | None:
        """The environment that a release passes just before the first of customers."""
        return next((one for one in self.stages if one.name == self.matrix.before_live), None)

    def live_stages(self, live: Environment) -> tuple[Stage, ...]:
        """Return the stages of a live environment, one a region, as the stacks have them."""
        return tuple(stage for stage in self.facts.stages if stage.environment == live.name)

    @cached_property
    def live_services(self) -> tuple[tuple[Environment, Service], ...]:
        """The services of each live environment, in every region, as the stacks have them."""
        stages = ((live, stage) for live in self.live for stage in self.live_stages(live))
        return tuple((live, service) for live, stage in stages for service in stage.services)

    @property
    def delivering(self) -> tuple[Workflow, ...]:
        """The workflows that bring a release to these stacks; a way back is none."""
        return tuple(workflow for workflow in self.workflows if workflow.delivers and not workflow.goes_back)

    def in_matrix(self, found: str, remedy: Remedy | str, *path: str) -> LintFinding:
        """Return a finding at an environment's value: its line, or that of the nearest thing above it."""
        lengths = range(len(path), 0, -1)
        places = (self.matrix.source(path[0], *path[1:length]) for length in lengths)
        place = next((position for position in places if position), None) or Position(self.matrix.file, 1, 1)
        return self._finding(place, ".".join(path), found, remedy, *self.matrix.sources.values())

    def to_set(self, text: str, *path: str, value: Any) -> Remedy:
        """Return the advice to write a value of an environment."""
        return Remedy.to_set(text, "environments", *path, value=value)

    def in_release(self, found: str, remedy: Remedy | str, *path: str) -> Iterator[LintFinding]:
        """Return a finding in the release file, nothing where there is none: that is a finding of its own."""
        if self.file:
            place = self.file.position(*path)
            yield self._finding(place, ".".join(("release", *path)), found, remedy, self.file.text)

    def without_release(self, found: str, remedy: str) -> LintFinding:
        """Return a finding about the release that has no file."""
        return self._finding(Position(FOLDER, 1, 1), "release", found, remedy)

    def in_workflow(self, found: str, remedy: str, workflow: Workflow, job: Job | None = None) -> LintFinding:
        """Return a finding in a workflow, at one of its jobs where it is about that."""
        place = Position(workflow.path, job.line if job else 1, job.column if job else 1, job.end if job else None)
        subject = f"workflows.{workflow.name}.{job.key}" if job else f"workflows.{workflow.name}"
        return self._finding(place, subject, found, remedy, workflow.text)

    def without_workflow(self, found: str, remedy: str) -> LintFinding:
        """Return a finding about a workflow that is not there."""
        return self._finding(Position(".github/workflows", 1, 1), "workflows", found, remedy)

    def _finding(
        self, place: Position, subject: str, found: str, remedy: Remedy | str, source: str = ""
    ) -> LintFinding:
        advice = Remedy(remedy) if isinstance(remedy, str) else remedy
        return LintFinding(place, self.rule, subject, found, advice, source=source)

"""Workflows of GitHub Actions as lint sees them: their jobs, and whether a job does anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from relinfra.evidence.records.project import ASIDE
from relinfra.evidence.repository.nodes import YamlNode, document
from relinfra.linter.shell import acts, swallows

if TYPE_CHECKING:
    from relinfra.evidence import Repository

__all__ = ["Job", "Step", "Workflow", "read_workflows"]

_GOES_WITH = ", written by `relinfra init --workflow --force` from "
_DELIVERY = re.compile(r"\b(relinfra|terraform|cdktf)\b")
_PREPARING = re.compile(
    r"^(?:actions/(?:checkout|cache|upload-artifact|download-artifact|setup-[\w-]+)|hashicorp/setup-\w+"
    r"|aws-actions/(?:configure-aws-credentials|amazon-ecr-login)|docker/(?:login|setup-[\w-]+)-action)@"
)
"""Actions after which nothing has happened to what is released."""
_NEVER = re.compile(r"^(?:\$\{\{\s*)?false(?:\s*\}\})?$")
_EXPRESSION = "${{"


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its action or its script, and whether it may fail without consequence."""

    uses: str
    run: str
    tolerated: bool
    skipped: bool

    @property
    def does_something(self) -> bool:
        """Whether it does more than prepare; what another action does is not known, and taken for something."""
        if self.skipped:
            return False
        return acts(self.run) if self.run else bool(self.uses) and not _PREPARING.match(self.uses)

    @property
    def cannot_fail(self) -> bool:
        """Whether its failure is no failure of the job."""
        return self.tolerated or swallows(self.run)


@dataclass(frozen=True, slots=True)
class Job:
    """A job, with the line and the columns of its key."""

    key: str
    title: str
    line: int
    column: int
    needs: tuple[str, ...]
    environment: str
    reusable: bool
    tolerated: bool
    skipped: bool
    steps: tuple[Step, ...]

    @property
    def end(self) -> tuple[int, int]:
        """The place after the key."""
        return (self.line, self.column + len(self.key))

    @property
    def does_something(self) -> bool:
        """Whether a step does more than prepare; what a reusable workflow does is not known here."""
        return not self.skipped and (self.reusable or any(step.does_something for step in self.steps))

    @property
    def cannot_fail(self) -> bool:
        """Whether whatever it does ends well for the run."""
        acting = [step for step in self.steps if step.does_something]
        return self.tolerated or (bool(acting) and all(step.cannot_fail for step in acting))

    def runs(self, pattern: re.Pattern[str]) -> bool:
        """Whether a step's script or action has a pattern in it."""
        return any(pattern.search(step.run) or pattern.search(step.uses) for step in self.steps)

    def may_be_in(self, environment: str) -> bool:
        """Whether it deploys into an environment; one whose name is computed may be any."""
        return self.environment == environment or (
            _EXPRESSION in self.environment and not self.environment.endswith("-preview")
        )


@dataclass(frozen=True)
class Workflow:
    """A workflow: its path in the repository, its text, what starts it, and its jobs by key."""

    path: str
    text: str
    triggers: tuple[str, ...]
    jobs: Mapping[str, Job]

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def delivers(self) -> bool:
        """Whether it runs these stacks."""
        return bool(_DELIVERY.search(self.text)) and _GOES_WITH not in self.text

    @property
    def goes_back(self) -> bool:
        """Whether it takes back or away, or rehearses, by its name and since only a person starts it."""
        return self.triggers == ("workflow_dispatch",) and bool(ASIDE.search(self.name))

    @cached_property
    def _before(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for key in self.jobs:
            seen, waiting = set[str](), [key]
            while waiting:
                needed = [one for one in self.jobs[waiting.pop()].needs if one in self.jobs and one not in seen]
                seen.update(needed)
                waiting += needed
            found[key] = frozenset(seen)
        return found

    def after(self, job: Job, other: Job) -> bool:
        """Whether a job waits for another one, be it through further ones."""
        return other.key in self._before[job.key]

    def deploying(self, environment: str) -> tuple[Job, ...]:
        """Return the jobs in a GitHub environment of that name."""
        return tuple(job for job in self.jobs.values() if job.may_be_in(environment))


def read_workflows(repository: Repository) -> tuple[Workflow, ...]:
    """Return every workflow of a repository that is YAML with jobs."""
    found = []
    for file in repository.workflows:
        root = document(file.text)
        jobs = root.get("jobs") if root else None
        if root and jobs:
            started = root.get("on")
            triggers = started and ([key for key, _ in started.items] or [one.scalar for one in started.elements])
            found.append(Workflow(file.path, file.text, tuple(triggers or ()), dict(_jobs(jobs))))
    return tuple(found)


def _jobs(jobs: YamlNode) -> Iterator[tuple[str, Job]]:
    columns = {str(key.value): key.start_mark.column + 1 for key, _ in jobs.node.value}
    for key, job in jobs.items:
        needs, steps = job.get("needs"), job.get("steps")
        environment = job.get("environment", "name") or job.get("environment")
        yield (
            key,
            Job(
                key=key,
                title=_text(job, "name"),
                line=job.line,
                column=columns[key],
                needs=tuple(one.scalar for one in needs.elements) if needs else (),
                environment=environment.scalar if environment else "",
                reusable=bool(_text(job, "uses")),
                tolerated=_text(job, "continue-on-error") == "true",
                skipped=bool(_NEVER.match(_text(job, "if"))),
                steps=tuple(map(_step, steps.elements)) if steps else (),
            ),
        )


def _step(step: YamlNode) -> Step:
    tolerated, skipped = _text(step, "continue-on-error") == "true", bool(_NEVER.match(_text(step, "if")))
    return Step(_text(step, "uses"), _text(step, "run"), tolerated, skipped)


def _text(node: YamlNode, key: str) -> str:
    found = node.get(key)
    return found.scalar if found else ""

"""Everything that can be said about a project, in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from relinfra.discovery import modules
from relinfra.evidence import history
from relinfra.evidence.facts import Everything, Facts
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.release import execution, schedule, statements
from relinfra.evidence.repository import Repository, compose, tree, versioning, workflow
from relinfra.evidence.stage_stacks import stages_of
from relinfra.execution import ExecutionRecord, repository_record
from relinfra.release import read_release

__all__ = ["collect_facts"]


def collect_facts(
    output: Output,
    repository: Repository,
    version: str | None = None,
    *,
    commits: bool = True,
    record: ExecutionRecord | None = None,
) -> Facts:
    """Return every fact of the stacks, of what was declared beside them, of the repository and of a release.

    `version` is the release whose file in `releases/` is read, and whose `commits` are unless told otherwise; `record`
    is its execution record where that is not the one in `releases/`. Raises `ReleaseError` where the file is wrong,
    `RecordError` where the record is, `ToolError` where its commits cannot be read.
    """
    recorder = Recorder([], output.declared, (Everything,))
    for collect in _collectors("project"):
        collect(output, recorder)
    for stacks in stages_of(output):
        stage = replace(recorder, environment=stacks.environment).one(Everything.stages, stacks.id)
        for collect in _collectors("subjects"):
            collect(stacks, stage)
    project = recorder.at(Everything.project)
    workflow.collect(repository, project)
    versioning.collect(repository, project)
    tree.collect(repository, output.declared.matrix, project)
    compose.collect(repository, output.declared, recorder)
    file = read_release(repository.root, version) if version else None
    if file:
        statements.collect(file, recorder.at(Everything.release))
        schedule.collect(file, recorder.at(Everything.schedule))
    if version:
        kept = record or repository_record(repository.root, version)
        execution.collect(kept, file, _live(recorder), recorder.at(Everything.execution))
    if version and commits:
        history.collect(repository, version, file, recorder.at(Everything.history))
    return Facts(recorder.facts)


def _live(recorder: Recorder) -> tuple[str, ...]:
    """Return the environments of customers."""
    return tuple(first.environment for first, *_ in Facts(recorder.facts).live_environments)


@cache
def _collectors(room: str) -> tuple[Callable[..., None], ...]:
    """Return the function `collect` of every module of a room, which takes what it reads and a recorder."""
    found = (getattr(module, "collect", None) for module in modules(f"relinfra.evidence.{room}"))
    return tuple(collect for collect in found if collect)

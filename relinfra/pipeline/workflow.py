"""A matrix as a GitHub Actions workflow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from relinfra.pipeline.actions import ACTIONS
from relinfra.pipeline.images import pipeline_registry
from relinfra.pipeline.stage import STOP_MINUTES, stages
from relinfra.templating import templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relinfra.matrix import Matrix
    from relinfra.pipeline.stage import Stage

__all__ = ["WORKFLOWS", "WORKFLOW_PATH", "WorkflowSite", "further_workflows", "workflow"]

WORKFLOWS = ".github/workflows"

WORKFLOW_PATH = f"{WORKFLOWS}/release.yml"
_AUDIENCE = "sts.amazonaws.com"  # what the action asks for by itself
_ARTIFACT_DAYS = 90  # the most GitHub keeps for a public repository
_AGREED_HOURS = 72
_NODE = "24"
_PYTHON = "3.12"
_TERRAFORM = "1.11.4"
_WATCHED_MINUTES = 5


@dataclass(frozen=True, kw_only=True)
class WorkflowSite:
    """A place in a repository: the folder that holds the matrix, empty where it is the whole, and files there.

    `path` is the workflow's own from the top of the repository, where GitHub reads it; `release_please` is whether it
    numbers the releases.
    """

    folder: str = ""
    file: str = "relinfra.yaml"
    path: str = WORKFLOW_PATH
    requirements: str = "requirements.txt"
    release_please: bool = True


def workflow(matrix: Matrix, site: WorkflowSite = WorkflowSite()) -> str:
    """Return the workflow for `matrix`, which lies at a site in its repository, as YAML text.

    Nothing of the matrix reaches a shell as code: its values stand in `env` and `with`, never in `run`.
    """
    return _rendered("release", matrix, site)


def further_workflows(matrix: Matrix, site: WorkflowSite = WorkflowSite()) -> Mapping[str, str]:
    """Return the workflows that go with the release, by their path; none without a stage.

    They are `drift`, `removal`, `rollback`, and `rehearsal` where an environment recovers in another region.
    """
    if not stages(matrix):
        return {}
    beside = PurePosixPath(site.path)
    suffix = beside.stem.removeprefix("release")
    recovers = any(matrix.environments[stage.name].disaster_recovery for stage in stages(matrix))
    rehearsed = ("rehearsal",) if recovers else ()
    return {
        (beside.parent / f"{name}{suffix}.yml").as_posix(): _rendered(name, matrix, site)
        for name in ("drift", *rehearsed, "removal", "rollback")
    }


def _rendered(name: str, matrix: Matrix, site: WorkflowSite) -> str:
    steps = stages(matrix)
    text = (
        templates("relinfra.pipeline")
        .get_template(f"{name}.yml.j2")
        .render(
            actions=ACTIONS,
            agreed_hours=_AGREED_HOURS,
            artifact_days=_ARTIFACT_DAYS,
            below=f"{site.folder}/" if site.folder else "",
            deployed=[f"deploy-{stage.name}" for stage in steps],
            file=site.file,
            images=[f"{tag}={image}" for tag, image in _images(steps).items()],
            image_tags=sorted({tag for stage in steps for tag in stage.image_tags}),
            listing_states=name == "drift",
            lock=PurePosixPath(site.requirements).with_suffix(".lock").as_posix(),
            node=_NODE,
            notified=[f"{job}-{stage.name}" for stage in steps for job in _jobs(stage)],
            other_audience=any(stage.audience != _AUDIENCE for stage in steps),
            other_run=name in ("removal", "rollback"),
            path=site.path,
            project=matrix.project,
            python=_PYTHON,
            recorded=[f"{job}-{stage.name}" for stage in steps for job in ("deploy", "smoke")],
            registry=None if name != "release" else pipeline_registry(matrix, _images(steps), _AUDIENCE),
            release_please=site.release_please,
            requirements=site.requirements,
            stages=steps,
            state=matrix.state,
            stop_minutes=STOP_MINUTES,
            terraform=_TERRAFORM,
            watched_minutes=_WATCHED_MINUTES,
        )
    )
    return text.rstrip("\n") + "\n"


def _images(steps: Sequence[Stage]) -> Mapping[str, str]:
    """Return the repository that each tag is looked up in: that of the first stage, which others hold copies of."""
    return {tag: image for stage in reversed(steps) for tag, image in stage.images.items()}


def _jobs(stage: Stage) -> Iterator[str]:
    if stage.reviewers:
        yield "approval"
    yield from ("deploy", "smoke")

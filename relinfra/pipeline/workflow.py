"""A matrix as a GitHub Actions workflow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from relinfra.pipeline.actions import ACTIONS
from relinfra.pipeline.stage import STOP_MINUTES, stages
from relinfra.templating import templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relinfra.matrix import Matrix
    from relinfra.pipeline.stage import Stage

__all__ = ["WORKFLOWS", "WORKFLOW_PATH", "WorkflowSite", "workflow"]

WORKFLOWS = ".github/workflows"

WORKFLOW_PATH = f"{WORKFLOWS}/release.yml"
_AUDIENCE = "sts.amazonaws.com"  # what the action asks for by itself
_ARTIFACT_DAYS = 90  # the most GitHub keeps for a public repository
_AGREED_HOURS = 72
_NODE = "24"
_PYTHON = "3.12"
_TERRAFORM = "1.11.4"


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
    steps = stages(matrix)
    template = templates("relinfra.pipeline").get_template("release.yml.j2")
    return template.render(
        actions=ACTIONS,
        artifact_days=_ARTIFACT_DAYS,
        below=f"{site.folder}/" if site.folder else "",
        file=site.file,
        path=site.path,
        release_please=site.release_please,
        requirements=site.requirements,
        node=_NODE,
        other_audience=any(stage.audience != _AUDIENCE for stage in steps),
        project=matrix.project,
        python=_PYTHON,
        agreed_hours=_AGREED_HOURS,
        images=[f"{tag}={image}" for tag, image in _images(steps).items()],
        lock=PurePosixPath(site.requirements).with_suffix(".lock").as_posix(),
        notified=[f"{job}-{stage.name}" for stage in steps for job in _jobs(stage)],
        other_run=False,
        stages=steps,
        state=matrix.state,
        stop_minutes=STOP_MINUTES,
        image_tags=sorted({tag for stage in steps for tag in stage.image_tags}),
        terraform=_TERRAFORM,
    )


def _images(steps: Sequence[Stage]) -> Mapping[str, str]:
    """Return the repository that each tag is looked up in: that of the first stage, which others hold copies of."""
    return {tag: image for stage in reversed(steps) for tag, image in stage.images.items()}


def _jobs(stage: Stage) -> Iterator[str]:
    if stage.reviewers:
        yield "approval"
    yield from ("deploy", "smoke")

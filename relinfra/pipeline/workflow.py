"""A matrix as a GitHub Actions workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.pipeline.actions import ACTIONS
from relinfra.pipeline.stage import stages
from relinfra.templating import templates

if TYPE_CHECKING:
    from relinfra.matrix import Matrix

__all__ = ["WORKFLOW_PATH", "workflow"]

WORKFLOW_PATH = ".github/workflows/release.yml"
_AUDIENCE = "sts.amazonaws.com"  # what the action asks for by itself
_ARTIFACT_DAYS = 90  # the most GitHub keeps for a public repository
_NODE = "24"
_PYTHON = "3.12"
_TERRAFORM = "1.11.4"


def workflow(matrix: Matrix, *, file: str = "relinfra.yaml") -> str:
    """Return the workflow for `matrix`, which lies at `file` in its repository, as YAML text.

    Nothing of the matrix reaches a shell as code: its values stand in `env` and `with`, never in `run`.
    """
    steps = stages(matrix)
    template = templates("relinfra.pipeline").get_template("release.yml.j2")
    return template.render(
        actions=ACTIONS,
        artifact_days=_ARTIFACT_DAYS,
        file=file,
        node=_NODE,
        other_audience=any(stage.audience != _AUDIENCE for stage in steps),
        project=matrix.project,
        python=_PYTHON,
        stages=steps,
        image_tags=sorted({tag for stage in steps for tag in stage.image_tags}),
        terraform=_TERRAFORM,
    )

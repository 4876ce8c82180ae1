"""The CI workflow that carries a release through the stages of a matrix."""

from relinfra.pipeline.stage import Stage, stages
from relinfra.pipeline.versioning import versioning_files
from relinfra.pipeline.workflow import WORKFLOW_PATH, WORKFLOWS, WorkflowSite, further_workflows, workflow

__all__ = [
    "WORKFLOWS",
    "WORKFLOW_PATH",
    "Stage",
    "WorkflowSite",
    "further_workflows",
    "stages",
    "versioning_files",
    "workflow",
]

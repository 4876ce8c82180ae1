"""The CI workflow that carries a release through the stages of a matrix."""

from relinfra.pipeline.stage import Stage, stages
from relinfra.pipeline.versioning import versioning_files
from relinfra.pipeline.workflow import WORKFLOW_PATH, workflow

__all__ = ["WORKFLOW_PATH", "Stage", "stages", "versioning_files", "workflow"]

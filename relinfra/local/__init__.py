"""The local stage: an environment with `target: compose` as files of Docker Compose."""

from relinfra.local.files import local_files
from relinfra.local.stage import LocalStage, chosen_stage
from relinfra.local.write import Outcome, compare_files, write_local_files

__all__ = ["LocalStage", "Outcome", "chosen_stage", "compare_files", "local_files", "write_local_files"]

"""The first files of a team's repository."""

from relinfra.starter.answers import Answers
from relinfra.starter.files import starter_files
from relinfra.starter.schemas import outdated_schemas, schema_files
from relinfra.starter.stand_ins import stand_ins
from relinfra.starter.write import write_files

__all__ = ["Answers", "outdated_schemas", "schema_files", "stand_ins", "starter_files", "write_files"]

"""The first files of a team's repository."""

from relinfra.starter.answers import Answers
from relinfra.starter.files import starter_files, workflow_file
from relinfra.starter.release_file import release_text
from relinfra.starter.schemas import outdated_schemas, schema_files
from relinfra.starter.site import Site
from relinfra.starter.stand_ins import stand_ins
from relinfra.starter.write import Written, write_files

__all__ = [
    "Answers",
    "Site",
    "Written",
    "outdated_schemas",
    "release_text",
    "schema_files",
    "stand_ins",
    "starter_files",
    "workflow_file",
    "write_files",
]

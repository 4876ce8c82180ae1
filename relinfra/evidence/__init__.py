"""From a synthesized folder to facts, each with the Terraform address or the file that proves it.

`read_output` reads `cdktf.out`; `collect_facts` says what follows from it and from the repository.
"""

from relinfra.evidence.collect import collect_facts, collect_repository
from relinfra.evidence.fact import (
    CommitEvidence,
    Evidence,
    Fact,
    Figure,
    FileEvidence,
    FormerEvidence,
    TerraformEvidence,
    Value,
    value_of,
)
from relinfra.evidence.facts import Facts
from relinfra.evidence.output import Output
from relinfra.evidence.reader import read_output
from relinfra.evidence.repository import Repository
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = [
    "CommitEvidence",
    "Evidence",
    "Fact",
    "Facts",
    "Figure",
    "FileEvidence",
    "FormerEvidence",
    "Output",
    "Repository",
    "Resource",
    "Stack",
    "TerraformEvidence",
    "Value",
    "collect_facts",
    "collect_repository",
    "read_output",
    "value_of",
]

"""Terraform merges every file of a folder: one beside the synthesized file changes what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from checkov.common.graph.graph_builder import CustomAttributes
from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SYNTHESIZED = "cdk.tf.json"
OURS = {SYNTHESIZED, "versions.tf", "versions.tf.json"}
READ = re.compile(r"\.tf(?:\.json)?$|\.auto\.tfvars(?:\.json)?$|^terraform\.tfvars(?:\.json)?$")
"""Names of the files that Terraform reads without being told to."""


class NothingStandsBesideTheStack(StackRule):
    """Beside what was synthesized lies no file that Terraform reads: no configuration, no override, no values."""

    policy = "CKV_RELINFRA_90"
    group = "state and supply"
    title = "Nothing may stand beside a synthesized stack that Terraform would read"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "Terraform merges every file of a folder: one that nobody synthesized changes what was reviewed"
    remedy = "Put it into `overrides` of the matrix or into a stack of your own, and synthesize again"
    source = "https://developer.hashicorp.com/terraform/language/files/override"
    resources = ("terraform",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack was synthesized."""
        return PurePath(str(resource.vertex.get(CustomAttributes.FILE_PATH, ""))).name == SYNTHESIZED

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether Terraform reads nothing else in the folder."""
        folder = Path(str(resource.vertex[CustomAttributes.FILE_PATH])).parent
        yield not [
            name for name in sorted(entry.name for entry in folder.iterdir()) if READ.search(name) and name not in OURS
        ]


check = NothingStandsBesideTheStack()

"""A program that an apply runs is in no plan, and nobody reviewed what it does."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.offence_rule import OffenceRule
from relinfra_policies.shapes.stack import Resource

PROGRAMS = (
    "null_resource",
    "terraform_data",
    "data.external",
    "data.http",
    "local_file",
    "local_sensitive_file",
    "shell_script",
)


class StackRunsNoProgram(OffenceRule):
    """Nothing in a stack runs a program where Terraform runs: no null resource, no external data, no file or script."""

    policy = "CKV_RELINFRA_89"
    group = "state and supply"
    title = "A stack must run no program of its own"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "A program that an apply runs is in no plan, and nobody has reviewed what it does"
    remedy = "Use a resource of the provider, or a step of the workflow"
    source = "https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax"

    def offends(self, resource: Resource) -> bool:
        """Whether it is a program, or has one."""
        return resource.kind in PROGRAMS or bool({"provisioner", "connection"} & resource.conf.keys())


check = StackRunsNoProgram()

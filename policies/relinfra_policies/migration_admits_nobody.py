"""A task that a release runs once is called by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.openings import ingress
from relinfra_policies.shapes.stack import OUTPUT, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

GROUP = "aws_security_group"
DEFINITION = "aws_ecs_task_definition"


class MigrationAdmitsNobody(StackRule):
    """A security group that an output names beside a task definition, for `aws ecs run-task`, lets nobody in."""

    policy = "CKV_RELINFRA_126"
    group = "security"
    title = "The security group of a task that a release runs must be given with its task, and let nobody in"
    category = CheckCategories.NETWORKING
    level = "MEDIUM"
    rationale = "A security group that no resource of Terraform bears opens whatever is started with it by hand"
    remedy = "Leave the group to `services.KEY.migration`; ways in are for services, under `ingress`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html"
    resources = (GROUP,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether an output names it beside a task definition."""
        return any(_named(one, resource, stack) for one in _runs(stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether nobody is let in, and what runs with it is a task of this stack."""
        yield not list(ingress(resource, stack))
        for run in _runs(stack):
            if _named(run, resource, stack):
                yield stack.referred(run.text("task_definition"), DEFINITION) is not None


def _runs(stack: Stack) -> Iterator[Block]:
    """Yield what `aws ecs run-task` is told by each output that names a task definition."""
    for output in stack.of(OUTPUT):
        yield from (one for one in output.blocks("value") if "task_definition" in one.conf)


def _named(run: Block, group: Resource, stack: Stack) -> bool:
    return any(stack.referred(text, GROUP) is group for text in run.strings("security_groups"))


check = MigrationAdmitsNobody()

"""Permissions: what applications may do in AWS by what their owners asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.evidence.records.service import Permission, Service
from relinfra.evidence.records.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.evidence.attribute import Attribute
    from relinfra.evidence.recorder import Recorder
    from relinfra.evidence.resource import Resource
    from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_OWN = "_permissions"
"""How the Terraform name of the policy ends that holds nothing else."""


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every statement of a policy of permissions of a service's task role, in their order."""
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        for number, statement in enumerate(_statements(stage, service), 1):
            one = own.one(Service.permissions, f"{number:02}")
            actions, resources = statement.each("Action"), statement.each("Resource")
            one.add(Permission.actions, tuple(each.text for each in actions), *actions)
            one.add(Permission.resources, tuple(each.text for each in resources), *resources)
            declared = stage.output.declared
            one.declare(
                Permission.why, declared.of(stage.environment, "reasons", stage.region, service.name, str(number))
            )


def _statements(stage: StageStacks, service: Resource) -> Iterator[Attribute]:
    task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    role = stage.output.follow_one(task.at("task_role_arn"), "aws_iam_role") if task else None
    for policy in stage.referring(role, "aws_iam_role_policy", "role") if role else ():
        if policy.name.endswith(_OWN):
            yield from policy.each("policy", "Statement")

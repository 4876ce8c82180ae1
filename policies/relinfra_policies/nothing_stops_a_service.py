"""A schedule that takes a live service to no tasks takes it away for whoever comes then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

STOPPING = re.compile(r"desiredCount\\*[\"']?\s*[:=]\s*\\*[\"']?0\\b", re.IGNORECASE)
"""A call of `UpdateService` that asks for no task, in JSON, in JSON within JSON, or in YAML."""


class NothingStopsAService(StackRule):
    """No schedule has fewer tasks than declared, and nothing that runs by itself asks ECS for none."""

    policy = "CKV_RELINFRA_61"
    group = "deployment"
    title = "No schedule may take a service below its declared tasks, or to none"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "A schedule that stops a service is an outage that nobody was told of"
    remedy = "Set `scaling.schedules` of the service"
    source = (
        "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html"
    )
    resources = (
        "aws_appautoscaling_scheduled_action",
        "aws_scheduler_schedule",
        "aws_cloudwatch_event_target",
        "aws_ssm_document",
    )

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it sets tasks of ECS."""
        if resource.kind == "aws_appautoscaling_scheduled_action":
            return bool(resource.blocks("scalable_target_action"))
        return bool(STOPPING.search(_written(resource)))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether tasks are left."""
        if resource.kind != "aws_appautoscaling_scheduled_action":
            yield False
            return
        bounds = resource.block("scalable_target_action")
        least, most = bounds.number("min_capacity"), bounds.number("max_capacity")
        yield least is None or least >= resource.declared_number("min_tasks", 1)
        yield most is None or most >= max(resource.declared_number("max_tasks", 1), least or 0)


def _written(resource: Resource) -> str:
    """Return what a schedule, a rule or an automation passes on."""
    return "\n".join((resource.text("input"), resource.text("content"), resource.block("target").text("input")))


check = NothingStopsAService()

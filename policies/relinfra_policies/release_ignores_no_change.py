"""Nobody reviews what Terraform ignores: a change of it in the console stays for ever."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import EVERY, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

HARMLESS = {"tags", "tags_all"}
ALL = "all"
RELEASED = {
    "aws_appautoscaling_target",
    "aws_cloudwatch_composite_alarm",
    "aws_cloudwatch_metric_alarm",
    "aws_codedeploy_deployment_config",
    "aws_codedeploy_deployment_group",
    "aws_ecs_task_definition",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_lb_target_group",
    "aws_route53_record",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sns_topic_subscription",
}
"""What a release rests on."""
OWNED = {
    "aws_appautoscaling_target": frozenset({"min_capacity", "max_capacity"}),
    "aws_lb_listener": frozenset({"default_action"}),
    "aws_lb_listener_rule": frozenset({"action"}),
}


class ReleaseIgnoresNoChange(StackRule):
    """On the way of a release nothing is ignored but what ECS, CodeDeploy or a schedule sets; nothing ignores all."""

    policy = "CKV_RELINFRA_59"
    group = "deployment"
    title = (
        "What a release rests on must ignore no changes but those that ECS, CodeDeploy or a schedule makes, and no "
        "resource all of them"
    )
    category = CheckCategories.GENERAL_SECURITY
    level = "MEDIUM"
    rationale = "An ignored argument drifts from what was reviewed, and no plan shows it"
    remedy = "Take the rest out of `lifecycle.ignore_changes`"
    source = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"
    resources = (EVERY,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether something is ignored; what a service ignores is told by a rule of its own."""
        return "lifecycle" in resource.conf and resource.kind != "aws_ecs_service" and bool(_ignored(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether nothing else is."""
        ignored = _ignored(resource)
        yield ALL not in ignored
        yield resource.kind not in RELEASED or OWNED.get(resource.kind, frozenset()).issuperset(ignored)
        if resource.kind == "aws_appautoscaling_target":
            yield stack.has("aws_appautoscaling_scheduled_action")


def _ignored(resource: Resource) -> set[str]:
    """Return what is ignored beside tags."""
    return set(resource.block("lifecycle").strings("ignore_changes")) - HARMLESS


check = ReleaseIgnoresNoChange()

"""The strategy decides how much of the users meets a bad version, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SHARES = ("canary_percent", "step_percent")
WAITS = {"canary_bake_minutes": "canary_bake_time_in_minutes", "step_bake_minutes": "step_bake_time_in_minutes"}


class EcsDeploysAsDeclared(StackRule):
    """Strategy, steps and waits are those that the matrix declares, whatever an override says."""

    policy = "CKV_RELINFRA_58"
    group = "deployment"
    title = "A deployment must follow the declared strategy, with its steps and waits"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A strategy that was changed beside the matrix deploys in another way than everybody expects"
    remedy = "Set `deployment.strategy` of the service, and its steps"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html"
    resources = ("aws_ecs_service", "aws_codedeploy_deployment_config")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares something of it."""
        return any(resource.declared(name) is not None for name in ("strategy", "canary_percent", "step_percent"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is that strategy, and each share and wait is as declared."""
        if resource.kind == "aws_codedeploy_deployment_config":
            yield from _steps_of_code_deploy(resource)
            return
        rollout = resource.block("deployment_configuration")
        elsewhere = resource.block("deployment_controller").text("type") == "CODE_DEPLOY"
        yield resource.declared("strategy") == ("CODE_DEPLOY" if elsewhere else rollout.text("strategy") or "ROLLING")
        if not elsewhere:
            yield from _steps_of_ecs(resource, rollout)


def _steps_of_ecs(service: Resource, rollout: Block) -> Iterator[bool]:
    """Yield whether each step is no larger, and each wait no shorter, than declared."""
    for kind, share, wait in (
        ("canary_configuration", "canary_percent", "canary_bake_minutes"),
        ("linear_configuration", "step_percent", "step_bake_minutes"),
    ):
        step = rollout.block(kind)
        yield from _kept(service, share, step.number(share), wait, step.number(WAITS[wait]))


def _steps_of_code_deploy(config: Resource) -> Iterator[bool]:
    routing = config.block("traffic_routing_config")
    for kind, share, wait in (
        ("time_based_canary", "canary_percent", "canary_bake_minutes"),
        ("time_based_linear", "step_percent", "step_bake_minutes"),
    ):
        step = routing.block(kind)
        yield from _kept(config, share, step.number("percentage"), wait, step.number("interval"))


def _kept(of: Resource, share: str, percent: float | None, wait: str, minutes: float | None) -> Iterator[bool]:
    if of.declared(share) is not None:
        yield percent is not None and 0 < percent <= of.declared_number(share, 100)
        yield minutes is not None and minutes >= of.declared_number(wait, 0)


check = EcsDeploysAsDeclared()

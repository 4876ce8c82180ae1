"""An automation that does not run is noticed only when what it should have done is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import decoded, trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

MINUTE = 60
WAIT = "aws:waitForAwsResourceProperty"
PAUSE = "aws:sleep"
"""What a step may lead to that failed: it waits, and another tries again."""


class AutomationActsOnItsStack(StackRule):
    """An automation acts by a role that Systems Manager may assume, on what the stack has, and ends on a failure."""

    policy = "CKV_RELINFRA_153"
    group = "alerting"
    claims = ("rotation_reaches_tasks",)
    title = (
        "An automation must have a role that Systems Manager may assume, end on a failure, and act on services of "
        "its stack"
    )
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = (
        "An automation that goes on after a failure, waits for nothing, or acts on another service restarts what "
        "nobody released"
    )
    remedy = "Leave automations to `services.KEY.secrets` and `disaster_recovery`"
    source = "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html"
    resources = ("aws_ssm_document",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is an automation that can be read."""
        return resource.text("document_type") == "Automation" and bool(_content(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it does."""
        content = _content(resource)
        role = stack.referred(str(content.get("assumeRole") or ""), "aws_iam_role")
        yield role is not None and "ssm.amazonaws.com" in trusted(role)
        steps = [one for one in content.get("mainSteps") or () if isinstance(one, Mapping)]
        yield bool(steps) and steps[-1].get("isEnd") is True
        pauses = {f"step:{one.get('name')}" for one in steps if one.get("action") == PAUSE}
        for step in steps:
            yield step.get("onFailure", "Abort") in {"Abort", *pauses}
            yield step is steps[-1] or step.get("isEnd") is not True
            yield from _step(step.get("action"), step.get("inputs") or {}, stack)
        waits = [one for one in steps if one.get("action") == WAIT]
        yield all(float(one.get("timeoutSeconds") or 0) >= MINUTE for one in waits)
        yield bool(waits) or all((one.get("inputs") or {}).get("Api") != "UpdateService" for one in steps)


def _step(action: object, inputs: Mapping[str, Any], stack: Stack) -> Iterator[bool]:
    """Yield whether what a step names is of the stack, where the stack has such things."""
    for name, kind in (("cluster", "aws_ecs_cluster"), ("service", "aws_ecs_service")):
        if inputs.get("Service") == "ecs" and stack.has(kind):
            named = [inputs[name]] if name in inputs else inputs.get(f"{name}s") or [""]
            yield all(stack.referred(str(one), kind) for one in named)
    if inputs.get("Api") == "UpdateService":
        yield inputs.get("forceNewDeployment") is True
    if action == WAIT:
        yield bool(inputs.get("PropertySelector")) and inputs.get("DesiredValues") == ["COMPLETED"]
    if action == "aws:executeScript":
        yield bool(inputs.get("Script")) and bool(inputs.get("InputPayload"))


def _content(document: Resource) -> Mapping[str, Any]:
    return decoded(document.value("content"))


check = AutomationActsOnItsStack()

"""Automations of Systems Manager that a rule of EventBridge starts: a document, the rule, and a role for each.

https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-event-bridge.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["AutomationProps", "add_automation"]


class AutomationProps(Props):
    """Props of an automation.

    name: physical name of the document and the rule, and the prefix of the roles' names.
    terraform_name: Terraform name of the document, the rule and its target, and the prefix of the roles'.
    placement: account and region.
    description: what the document does; steps: its `mainSteps`.
    statements: what the document may do.
    hears: why the rule fires, in words; event_pattern or schedule: when, one of the two.
    target_id: name of the target within the rule.
    """

    name: str
    terraform_name: str
    placement: Placement
    description: str
    steps: Sequence[Mapping[str, Any]]
    statements: Sequence[Statement]
    hears: str
    target_id: str
    event_pattern: Mapping[str, Any] | None = None
    schedule: str | None = None


def add_automation(scope: Construct, props: AutomationProps) -> None:
    """Create the four in a scope. Each role may do this one thing; the rule's hands the other one over."""
    actor = _actor(scope, props)
    document = _document(scope, props, actor)
    rule = aws.CloudwatchEventRule(
        scope,
        props.terraform_name,
        name=props.name,
        description=props.hears,
        event_pattern=_json(props.event_pattern) if props.event_pattern else None,
        schedule_expression=props.schedule,
    )
    aws.CloudwatchEventTarget(
        scope,
        props.terraform_name,
        rule=rule.name,
        target_id=props.target_id,
        arn=f"{_definition_arn(props)}:$DEFAULT",
        role_arn=_starter(scope, props, actor).arn,
        depends_on=[document],
    )


def _definition_arn(props: AutomationProps) -> str:
    return props.placement.arn("ssm", f"automation-definition/{props.name}")


def _document(scope: Construct, props: AutomationProps, actor: aws.IamRole) -> aws.SsmDocument:
    content = {
        "schemaVersion": "0.3",
        "description": props.description,
        "assumeRole": actor.arn,
        "mainSteps": list(props.steps),
    }
    return aws.SsmDocument(
        scope,
        props.terraform_name,
        name=props.name,
        document_type="Automation",
        document_format="JSON",
        content=_json(content),
    )


def _actor(scope: Construct, props: AutomationProps) -> aws.IamRole:
    """Create the role in which the document acts."""
    placement = props.placement
    return service_role(
        scope,
        terraform_name(props.terraform_name, "run"),
        physical_name=f"{props.name}-run",
        placement=placement,
        service="ssm",
        statements=props.statements,
        source_account=placement.account,
        source_arn=placement.arn("ssm", "automation-execution/*"),
    )


def _starter(scope: Construct, props: AutomationProps, actor: aws.IamRole) -> aws.IamRole:
    """Create the role in which the rule starts the document, and hands it the other role."""
    placement = props.placement
    start = Statement(
        sid="StartDocument", actions=["ssm:StartAutomationExecution"], resources=[f"{_definition_arn(props)}:*"]
    )
    hand_over = Statement(
        sid="HandOverRole",
        actions=["iam:PassRole"],
        resources=[actor.arn],
        conditions={"StringEquals": {"iam:PassedToService": placement.service_principal("ssm")}},
    )
    return service_role(
        scope,
        terraform_name(props.terraform_name, "event"),
        physical_name=f"{props.name}-event",
        placement=placement,
        service="events",
        statements=[start, hand_over],
        source_account=placement.account,
        source_arn=placement.arn("events", f"rule/{props.name}"),
    )


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))

"""Tasks that are replaced after a secret of theirs has changed: ECS gives a task its secrets only when it starts.

A rule of EventBridge hears of the change and starts a document of Systems Manager, which deploys the service anew: no
code of one's own runs. What AWS's texts say and do not say:

- Secrets Manager tells EventBridge by itself (`Secret Label Updated`), for all secrets; those that RDS manages are not
  named there. https://docs.aws.amazon.com/secretsmanager/latest/userguide/secret-event-notifications.html
- A rule can start an automation, and has no target that deploys a service.
  https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-event-bridge.html
- That a forced deployment follows the strategy of the service, blue/green say, is not written anywhere; it is one more
  deployment of that service.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.restart_steps import CodeDeployRestart, code_deploy_steps, ecs_steps
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement

__all__ = ["CodeDeployRestart", "SecretRestart", "SecretRestartProps", "restart_name"]


@dataclass(frozen=True, kw_only=True)
class SecretRestartProps:
    """Props of a restart: the service, and the secrets after whose change it is deployed anew.

    name: physical name of the service.
    key: its Terraform name.
    placement: account and region, those of the secrets too.
    cluster_name: the cluster.
    secret_arns: of secrets in Secrets Manager; parameter_arns: of those in Parameter Store, none by default.
    code_deploy: how CodeDeploy deploys the service; None where ECS does.
    """

    name: str
    key: str
    placement: Placement
    cluster_name: str
    secret_arns: Sequence[str]
    parameter_arns: Sequence[str] = ()
    code_deploy: CodeDeployRestart | None = None


class SecretRestart(Construct):
    """A rule, a document and their two roles; each role may do this one thing to this one service.

    Outputs: `rule_name`, which is `restart_name(name)`, as the document's name is.
    """

    def __init__(self, scope: Construct, id: str, props: SecretRestartProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self._name = terraform_name(props.key, "secrets")
        self._physical_name = restart_name(props.name)
        actor = self._actor()
        document = self._document(actor)
        rule = aws.CloudwatchEventRule(
            self,
            self._name,
            name=self._physical_name,
            description=f"A secret of {props.name} has another value",
            event_pattern=_json(_pattern(props)),
        )
        aws.CloudwatchEventTarget(
            self,
            self._name,
            rule=rule.name,
            target_id="restart",
            arn=f"{self._definition_arn}:$DEFAULT",
            role_arn=self._starter(actor).arn,
            depends_on=[document],
        )
        self.rule_name: str = self._physical_name

    @property
    def _definition_arn(self) -> str:
        return self._props.placement.arn("ssm", f"automation-definition/{self._physical_name}")

    def _document(self, actor: aws.IamRole) -> aws.SsmDocument:
        deploy = self._props.code_deploy
        steps = code_deploy_steps(deploy) if deploy else ecs_steps(self._props.cluster_name, self._props.name)
        content = {
            "schemaVersion": "0.3",
            "description": f"Deploys {self._props.name} anew, so that its tasks start with what their secrets hold now",
            "assumeRole": actor.arn,
            "mainSteps": steps,
        }
        return aws.SsmDocument(
            self,
            self._name,
            name=self._physical_name,
            document_type="Automation",
            document_format="JSON",
            content=_json(content),
        )

    def _actor(self) -> aws.IamRole:
        """Create the role in which the document acts."""
        placement = self._props.placement
        return service_role(
            self,
            terraform_name(self._name, "run"),
            physical_name=f"{self._physical_name}-run",
            placement=placement,
            service="ssm",
            statements=self._deploying(),
            source_account=placement.account,
            source_arn=placement.arn("ssm", "automation-execution/*"),
        )

    def _deploying(self) -> list[Statement]:
        placement, deploy = self._props.placement, self._props.code_deploy
        if deploy is None:
            service = placement.arn("ecs", f"service/{self._props.cluster_name}/{self._props.name}")
            actions = ["ecs:DescribeServices", "ecs:UpdateService"]
            return [Statement(sid="DeployAnew", actions=actions, resources=[service])]
        return [
            Statement(
                sid="DeployAnew",
                actions=["codedeploy:CreateDeployment"],
                resources=[placement.arn("codedeploy", f"deploymentgroup:{deploy.application}/{deploy.group}")],
            ),
            # CodeDeploy keeps what it deploys as a revision of the application.
            Statement(
                sid="KeepRevision",
                actions=["codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"],
                resources=[placement.arn("codedeploy", f"application:{deploy.application}")],
            ),
            # It reads the configuration of the group, AWS's own ones included, with the rights of whoever deploys.
            Statement(
                sid="ReadConfiguration",
                actions=["codedeploy:GetDeploymentConfig"],
                resources=[placement.arn("codedeploy", "deploymentconfig:*")],
            ),
        ]

    def _starter(self, actor: aws.IamRole) -> aws.IamRole:
        """Create the role in which the rule starts the document, and hands it the other role."""
        placement = self._props.placement
        return service_role(
            self,
            terraform_name(self._name, "event"),
            physical_name=f"{self._physical_name}-event",
            placement=placement,
            service="events",
            statements=[
                Statement(
                    sid="StartDocument",
                    actions=["ssm:StartAutomationExecution"],
                    resources=[f"{self._definition_arn}:*"],
                ),
                Statement(
                    sid="HandOverRole",
                    actions=["iam:PassRole"],
                    resources=[actor.arn],
                    conditions={"StringEquals": {"iam:PassedToService": placement.service_principal("ssm")}},
                ),
            ],
            source_account=placement.account,
            source_arn=placement.arn("events", f"rule/{self._physical_name}"),
        )


def _pattern(props: SecretRestartProps) -> dict[str, Any]:
    """Return the events of another value: a label that moved, or a parameter that was written."""
    events: list[tuple[str, str, dict[str, list[str]]]] = []
    if props.secret_arns:
        events.append(("aws.secretsmanager", "Secret Label Updated", {"labelUpdated": ["AWSCURRENT"]}))
    if props.parameter_arns:
        # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
        events.append(("aws.ssm", "Parameter Store Change", {"operation": ["Update"]}))
    details = [detail for _, _, detail in events]
    return {
        "source": [source for source, _, _ in events],
        "detail-type": [kind for _, kind, _ in events],
        "resources": [*props.secret_arns, *props.parameter_arns],
        "detail": details[0] if len(details) == 1 else {"$or": details},
    }


def restart_name(service: str) -> str:
    """Return the name of the rule, and of the document it starts, of the service with this physical name."""
    return f"{service}-secrets"


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))

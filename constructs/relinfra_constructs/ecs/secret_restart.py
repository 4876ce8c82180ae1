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

from collections.abc import Sequence
from typing import Any

from relinfra_constructs.automation import AutomationProps, add_automation
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.restart_steps import CodeDeployRestart, code_deploy_steps, ecs_steps
from relinfra_constructs.iam import Statement
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["CodeDeployRestart", "SecretRestart", "SecretRestartProps", "restart_name"]


class SecretRestartProps(Props):
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
        deploy = props.code_deploy
        automation = AutomationProps(
            name=restart_name(props.name),
            terraform_name=terraform_name(props.key, "secrets"),
            placement=props.placement,
            description=f"Deploys {props.name} anew, so that its tasks start with what their secrets hold now",
            steps=code_deploy_steps(deploy) if deploy else ecs_steps(props.cluster_name, props.name),
            statements=self._deploying(),
            hears=f"A secret of {props.name} has another value",
            target_id="restart",
            event_pattern=_pattern(props),
        )
        add_automation(self, automation)
        self.rule_name: str = automation.name

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

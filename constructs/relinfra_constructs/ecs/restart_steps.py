"""The steps of a document of Systems Manager that deploys a service anew, once no release of it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from relinfra_constructs.props import Props

__all__ = ["CodeDeployRestart", "code_deploy_steps", "ecs_steps"]

_RELEASE_SECONDS = 6 * 60 * 60
"""How long a release is waited for: as long as GitHub lets a job run."""
_ATTEMPTS = 12
_PAUSE = "PT30M"
"""CodeDeploy refuses a deployment while another one of the group runs: it is asked again, for as long."""
_DEPLOYED = "deployed"


class CodeDeployRestart(Props):
    """A deployment of CodeDeploy: the application, its group, and the AppSpec of what runs."""

    application: str
    group: str
    appspec: Mapping[str, Any]


def ecs_steps(cluster_name: str, service_name: str) -> list[dict[str, Any]]:
    """Return the steps by which ECS deploys a service: wait for its last rollout, then force another one."""
    asked = {"Service": "ecs", "Api": "DescribeServices", "cluster": cluster_name, "services": [service_name]}
    deployed = {"Service": "ecs", "Api": "UpdateService", "cluster": cluster_name, "service": service_name}
    return [
        {
            "name": "waitForRelease",
            "action": "aws:waitForAwsResourceProperty",
            "timeoutSeconds": _RELEASE_SECONDS,
            "onFailure": "Abort",
            "inputs": {
                **asked,
                "PropertySelector": "$.services[0].deployments[0].rolloutState",
                "DesiredValues": ["COMPLETED"],
            },
        },
        {
            "name": "replaceTasks",
            "action": "aws:executeAwsApi",
            "onFailure": "Abort",
            "inputs": {**deployed, "forceNewDeployment": True},
            "isEnd": True,
        },
    ]


def code_deploy_steps(deploy: CodeDeployRestart) -> list[dict[str, Any]]:
    """Return the steps by which CodeDeploy deploys a service: ask, and again until no other deployment runs."""
    steps: list[dict[str, Any]] = []
    for number in range(1, _ATTEMPTS + 1):
        steps.append(_attempt(number, deploy))
        if number < _ATTEMPTS:
            steps.append({"name": f"pause{number}", "action": "aws:sleep", "inputs": {"Duration": _PAUSE}})
    # A step of its own: `isEnd` would end the document after a failed attempt too.
    # https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
    return [*steps, {"name": _DEPLOYED, "action": "aws:sleep", "inputs": {"Duration": "PT1S"}, "isEnd": True}]


def _attempt(number: int, deploy: CodeDeployRestart) -> dict[str, Any]:
    content = json.dumps(deploy.appspec, sort_keys=True, separators=(",", ":"))
    return {
        "name": f"replaceTasks{number}",
        "action": "aws:executeAwsApi",
        "onFailure": f"step:pause{number}" if number < _ATTEMPTS else "Abort",
        # An attempt that a release forbids is no failure of the whole, unless it is the last.
        "isCritical": number == _ATTEMPTS,
        "inputs": {
            "Service": "codedeploy",
            "Api": "CreateDeployment",
            "applicationName": deploy.application,
            "deploymentGroupName": deploy.group,
            "revision": {"revisionType": "AppSpecContent", "appSpecContent": {"content": content}},
        },
        "nextStep": _DEPLOYED,
    }

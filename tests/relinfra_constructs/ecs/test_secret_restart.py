"""Tasks are replaced after a change of their secrets, and by nobody who may do more."""

import json
from typing import Any

from relinfra_constructs.ecs.secret_restart import CodeDeployRestart, SecretRestart, SecretRestartProps
from tests.support import HERE, policy, resource, synthesize

SECRET = HERE.arn("secretsmanager", "secret:rds!db-1-AbCdEf")


def restart(**arguments: Any) -> dict[str, Any]:
    props = SecretRestartProps(
        name="shop-production-web",
        key="web",
        placement=HERE,
        cluster_name="shop-production",
        secret_arns=[SECRET],
        **arguments,
    )
    return synthesize(lambda stack: SecretRestart(stack, "restart", props))


def steps(made: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resource(made, "aws_ssm_document.web_secrets")["content"])["mainSteps"]
    return found


def test_only_a_new_current_value_of_its_own_secrets_is_heard() -> None:
    """Secrets Manager tells of every label of every secret."""
    pattern = json.loads(resource(restart(), "aws_cloudwatch_event_rule.web_secrets")["event_pattern"])
    assert pattern["resources"] == [SECRET]
    assert pattern["detail"] == {"labelUpdated": ["AWSCURRENT"]}


def test_a_parameter_that_is_written_is_heard_too() -> None:
    """Parameter Store has events of its own; of both kinds, each by what makes another value."""
    parameter = HERE.arn("ssm", "parameter/shop/dsn")
    made = restart(parameter_arns=[parameter])
    pattern = json.loads(resource(made, "aws_cloudwatch_event_rule.web_secrets")["event_pattern"])
    assert pattern["resources"] == [SECRET, parameter]
    assert pattern["source"] == ["aws.secretsmanager", "aws.ssm"]
    assert pattern["detail-type"] == ["Secret Label Updated", "Parameter Store Change"]
    assert pattern["detail"] == {"$or": [{"labelUpdated": ["AWSCURRENT"]}, {"operation": ["Update"]}]}


def test_ecs_deploys_anew_when_no_release_runs() -> None:
    """The rollout before has to have ended well."""
    waits, deploys = steps(restart())
    assert waits["inputs"]["PropertySelector"] == "$.services[0].deployments[0].rolloutState"
    assert waits["inputs"]["DesiredValues"] == ["COMPLETED"]
    assert (deploys["inputs"]["Api"], deploys["inputs"]["forceNewDeployment"]) == ("UpdateService", True)


def test_code_deploy_gets_a_deployment_of_its_own() -> None:
    """It refuses a second one while a release runs, so it is asked again; the first that is taken ends it."""
    deploy = CodeDeployRestart(application="app", group="group", appspec={"version": 0.0})
    made = restart(code_deploy=deploy)
    asked = [step for step in steps(made) if step["action"] == "aws:executeAwsApi"]
    assert {step["inputs"]["Api"] for step in asked} == {"CreateDeployment"}
    # `isEnd` would end the document after an attempt that a release forbids, and a critical one would fail it.
    assert {step.get("isEnd") for step in asked} == {None}
    assert {step["nextStep"] for step in asked} == {"deployed"}
    assert [step["isCritical"] for step in asked] == [False] * (len(asked) - 1) + [True]
    assert steps(made)[-1] == {
        "name": "deployed",
        "action": "aws:sleep",
        "inputs": {"Duration": "PT1S"},
        "isEnd": True,
    }
    names = {step["name"] for step in steps(made)}
    assert all(step["onFailure"].removeprefix("step:") in names for step in asked[:-1])
    assert asked[-1]["onFailure"] == "Abort"


def test_each_role_does_one_thing_to_one_service() -> None:
    """Whoever hears of a change starts this document; the document deploys this service."""
    made = restart()
    [run] = policy(made, "aws_iam_role_policy.web_secrets_run")
    assert run["Resource"] == [HERE.arn("ecs", "service/shop-production/shop-production-web")]
    start, hand_over = policy(made, "aws_iam_role_policy.web_secrets_event")
    assert start["Resource"] == [HERE.arn("ssm", "automation-definition/shop-production-web-secrets:*")]
    assert hand_over["Resource"] == ["${aws_iam_role.web_secrets_run.arn}"]
    assert hand_over["Condition"]["StringEquals"]["iam:PassedToService"] == "ssm.amazonaws.com"

"""What the emulator's stand-ins reply is what AWS's own models of the operations allow."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.relinfra.runbook.emulator import python_of
from tests.relinfra.runbook.replies import Replies

VALIDATE = """
import json, sys
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
for target, reply in json.load(sys.stdin):
    service, operation = target.split(".")
    name = "ecs" if "ContainerService" in service else "codedeploy" if "Deploy" in service else service
    model = ServiceModel(Loader().load_service_model(name, "service-2"))
    assert model.metadata.get("targetPrefix", name) == service, service
    report = ParamValidator().validate(reply, model.operation_model(operation).output_shape)
    if report.has_errors():
        print(operation, report.generate_report())
"""
"""Prints what a model does not have; run by the interpreter of the AWS CLI, which brings the models."""


def asked(replies: Replies) -> dict[str, dict[str, Any]]:
    """Return what each operation is asked, about the first deployment there is."""
    first, code = replies.deployments[0], replies.code[0]["deploymentId"]
    arn = first["serviceDeploymentArn"]
    return {
        "ListServiceDeployments": {"service": "web"},
        "DescribeServiceDeployments": {"serviceDeploymentArns": [arn]},
        "StopServiceDeployment": {"serviceDeploymentArn": arn, "stopType": "ROLLBACK"},
        "DescribeServiceRevisions": {"serviceRevisionArns": [first["targetServiceRevisionArn"]]},
        "ListDeployments": {},
        "GetDeployment": {"deploymentId": code},
        "BatchGetDeployments": {"deploymentIds": [code]},
        "StopDeployment": {"deploymentId": code, "autoRollbackEnabled": True},
        "CreateDeployment": {"revision": {"appSpecContent": {"content": "x"}}},
    }


def validated(replies: list[tuple[str, Any]]) -> str:
    """Return what the models of AWS have against replies."""
    python = python_of("aws")
    if python is None:
        pytest.skip("there is no AWS CLI")
    command = [python, "-c", VALIDATE]
    return subprocess.run(command, input=json.dumps(replies), capture_output=True, text=True, check=True).stdout


def test_every_reply_is_one_that_aws_could_give() -> None:
    """No operation, name or type that the service does not have."""
    replies = Replies()
    replies.ends_as, replies.code_ends_as = "IN_PROGRESS", "InProgress"
    replies.deploys("web", "arn:aws:ecs:eu-west-1:444444444444:task-definition/web:1", "IN_PROGRESS")
    replies.code_deploys("{}", "InProgress")
    questions = asked(replies)
    assert {target.partition(".")[2] for target in replies.operations} == set(questions)
    given = [(target, reply(questions[target.partition(".")[2]])) for target, reply in replies.operations.items()]
    replies.recovery_points = [
        {"RecoveryPointArn": "a", "ResourceArn": "b", "Status": "COMPLETED", "CreationDate": replies.now}
    ]
    given += [("backup.ListRecoveryPointsByBackupVault", reply()) for reply in replies.paths.values()]
    assert validated(given) == ""


def test_a_reply_that_aws_could_not_give_is_found() -> None:
    """Otherwise the test above says nothing."""
    wrong = [("AmazonEC2ContainerServiceV20141113.ListServiceDeployments", {"serviceDeployments": [{"arn": "x"}]})]
    assert "Unknown parameter" in validated(wrong)

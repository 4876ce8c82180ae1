"""Whether a changed secret reaches the tasks: each condition broken by itself in the Terraform of the shop."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import rotation_reaches_tasks
from relinfra.evidence import Repository, collect_facts, read_output
from relinfra.evidence.records.stage import Stage

STACK = "shop-production-service"
Change = Callable[[dict[str, Any]], None]


def other_service(found: dict[str, Any]) -> None:
    document = found["aws_ssm_document"]["web_secrets"]
    document["content"] = document["content"].replace('"service":"shop-production-web"', '"service":"other"')


def unheard(found: dict[str, Any]) -> None:
    rule = found["aws_cloudwatch_event_rule"]["web_secrets"]
    rule["event_pattern"] = '{"source":["aws.secretsmanager"],"resources":["arn:other"]}'


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda found: None, None),
        (unheard, "heard"),
        (lambda found: found.pop("aws_cloudwatch_event_target"), "started"),
        (other_service, "deploys"),
    ],
)
def test_each_condition_breaks_the_claim(
    synthesized: Callable[[str], Path], change: Change, broken: str | None
) -> None:
    """A rule for this secret, a document that it starts, and a step that deploys this service."""
    output = read_output(synthesized("shop"))
    body: Any = copy.deepcopy(output.stacks[STACK].body)
    change(body["resource"])
    stacks = {**output.stacks, STACK: replace(output.stacks[STACK], body=body)}
    known = collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))
    secrets = Stage.services.get(known.stage("production"), "web").secrets
    assert secrets
    assert {(one := rotation_reaches_tasks(secret)).broken and one.broken.name for secret in secrets} == {broken}


def test_the_window_of_a_managed_password_is_known(synthesized: Callable[[str], Path]) -> None:
    """It is what the plan says, instead of what RDS does by default."""
    known = collect_facts(read_output(synthesized("shop")), Repository(Path("no such folder")))
    rotations = {
        str(one.rotation.value) for one in Stage.services.get(known.stage("production"), "web").secrets if one.rotation
    }
    assert rotations == {"cron(0 6 ? * SUN *)"}

"""Verdicts of each rule on what passes and what fails: as configuration, as a plan, and as a plan with its stack."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkov.common.models.enums import CheckResult

from relinfra.policy.planned import planned_body
from relinfra_policies import RULES
from relinfra_policies.shapes.resource_rule import ResourceRule
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.verdict import verdict
from tests.relinfra_policies.judging import stack_of
from tests.relinfra_policies.planning import expressions_of, planned_values
from tests.relinfra_policies.sabotaging import sabotaged
from tests.yaml_file import read_yaml

with warnings.catch_warnings():  # of Checkov's own dependencies
    warnings.simplefilter("ignore")
    from checkov.terraform.plan_parser import _hclify

__all__ = ["BREAKS", "Answers", "answers"]

Body = Mapping[str, Any]

LOGIN = '{"Statement": [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "%s"}]}'
MORE: Mapping[str, Mapping[str, Any]] = {
    "CKV_RELINFRA_6": {
        "stack": "service",
        "asked": "aws_ecs_service.web",
        "breaks": [{"aws_ecs_service.web lifecycle": None}],
    },
    "CKV_RELINFRA_11": {
        "stack": "service",
        "asked": "aws_ecs_task_definition.web",
        "breaks": [{"aws_ecs_task_definition.web container_definitions.0.readonlyRootFilesystem": False}],
    },
    "CKV_RELINFRA_12": {
        "stack": "service",
        "asked": "aws_route53_record.moved",
        "given": {
            "aws_route53_record.moved": {
                "zone_id": "Z1",
                "name": "shop.example.com",
                "type": "A",
                "health_check_id": "check",
                "alias": {"name": "web", "zone_id": "Z2", "evaluate_target_health": False},
                "failover_routing_policy": {"type": "PRIMARY"},
            }
        },
        "breaks": [
            {"aws_route53_record.moved health_check_id": None},
            {"aws_route53_record.moved alias.evaluate_target_health": True},
        ],
    },
    "CKV_RELINFRA_13": {
        "stack": "service",
        "asked": "aws_iam_role_policy.login",
        "given": {
            "aws_iam_role_policy.login": {
                "role": "web",
                "policy": LOGIN % "arn:aws:rds-db:us-east-1:222222222222:dbuser:db-ABC/web",
            }
        },
        "breaks": [{"aws_iam_role_policy.login policy": LOGIN % "*"}],
    },
}
"""Breaks of rules whose other tests have blocks of their own."""

BREAKS: Mapping[str, Mapping[str, Any]] = {
    **read_yaml(Path(__file__).with_name("sabotage.yaml")),
    **MORE,
}


@dataclass(frozen=True)
class Answers:
    """A rule's answers at one address: of the configuration, of its plan, and of the plan with the stack beside it."""

    configured: CheckResult
    planned: CheckResult
    beside: CheckResult


def answers(policy: str, stacks: Mapping[str, Body]) -> Iterator[Answers]:
    """Yield the answers on what passes, and then on each break of it."""
    case = BREAKS[policy]
    before = sabotaged(stacks[case["stack"]], case.get("given", {}))
    found = [case["asked"], *case.get("found", [case["asked"]] * len(case["breaks"]))]
    bodies = (before, *(sabotaged(before, changes) for changes in case["breaks"]))
    for body, address in zip(bodies, found, strict=True):
        values = planned_values(body)
        addressed = {f"{kind}.{name}": value for (kind, name), value in values.items()}
        yield Answers(
            _answer(policy, address, stack_of(body)),
            _answer(policy, address, _planned(body, values)),
            _answer(policy, address, stack_of(planned_body(body, addressed))),
        )


def _answer(policy: str, address: str, stack: Stack) -> CheckResult:
    rule = RULES[policy]
    if isinstance(rule, StackRule):
        found = [result for resource, result in rule.verdicts(stack) if resource.address == address]
    elif isinstance(rule, ResourceRule):
        found = [verdict(rule, one) for one in stack.of(address.partition(".")[0]) if one.address == address]
    return found[0] if found else CheckResult.UNKNOWN


def _planned(body: Body, values: Mapping[tuple[str, str], Any]) -> Stack:
    """Return the resources of a plan as Checkov hands them to a rule."""
    expressions = expressions_of(body)
    return Stack(
        Resource(
            {**_hclify(value, expressions[place], resource_type=place[0]), "__change_actions__": ["create"]},
            kind=place[0],
            name=place[1],
            vertex={},
        )
        for place, value in values.items()
    )

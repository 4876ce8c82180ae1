import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import Facts, Output, Repository, TerraformEvidence, collect_facts, read_output
from relinfra.evidence.path import parsed

SHOP = Path(__file__).parents[3] / "examples" / "shop"
NOTHING = Repository(SHOP / "no such folder")  # reading the real one each time would take most of the time
CHANGED = "${var.changed}"


@pytest.fixture(scope="module")
def output(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


@pytest.fixture(scope="module")
def facts(output: Output) -> Facts:
    """Return everything known of the shop."""
    return collect_facts(output, Repository(SHOP))


def proofs(facts: Facts) -> list[TerraformEvidence]:
    """Return every Terraform evidence, each place once."""
    found = {
        (one.stack, one.address, one.attribute): one
        for fact in facts.values()
        for one in fact.evidence
        if isinstance(one, TerraformEvidence)
    }
    return [found[place] for place in sorted(found)]


def test_every_fact_is_proven(facts: Facts) -> None:
    """There is no fact without evidence."""
    assert [fact.id for fact in facts.values() if not fact.evidence] == []


def test_every_evidence_stands_where_it_says(output: Output, facts: Facts) -> None:
    """Stack, address and attribute path lead to the value quoted."""
    assert [one for one in proofs(facts) if output.resolve(one) != one.value] == []


def test_every_evidenced_attribute_matters(output: Output, facts: Facts) -> None:
    """Whatever evidence is changed, facts change with it: none is decoration. One stage stands for its like."""
    before = dict(collect_facts(output, NOTHING))
    proven = {_alike(one.stack, one.address, one.attribute): one for one in proofs(facts) if one.attribute != "count"}
    for one in proven.values():
        assert dict(collect_facts(changed(output, one), NOTHING)) != before, one


def test_every_resource_may_be_missing(output: Output) -> None:
    """A stack without one of its resources has fewer facts, never a traceback."""
    bodies = {_alike(name, address, ""): (name, body) for name, address, body in without_each(output)}
    for name, body in bodies.values():
        stacks = {**output.stacks, name: replace(output.stacks[name], body=body)}
        assert collect_facts(replace(output, stacks=stacks), NOTHING)


@pytest.mark.parametrize(
    ("id_", "value", "unit", "addresses"),
    [
        (
            "production.network.zones",
            3,
            "zones",
            ["aws_subnet.private_1", "aws_subnet.private_2", "aws_subnet.private_3"],
        ),
        ("production.network.nat_gateways", 3, "nat_gateways", ["aws_nat_gateway"]),
        ("staging.network.nat_gateways", 1, "nat_gateways", ["aws_nat_gateway"]),
        ("production.service.web.deployment.strategy", "blue_green", "", ["aws_ecs_service.web"]),
        ("production.service.web.deployment.bake_minutes", 30, "minutes", ["aws_ecs_service.web"]),
        (
            "staging.service.web.deployment.tasks_kept",
            1,
            "tasks",
            ["aws_appautoscaling_target.web", "aws_ecs_service.web"],
        ),
        ("production.service.web.test_port", 8443, "", ["aws_lb_listener.test"]),
        ("production.service.web.production_port", 443, "", ["aws_lb_listener.https"]),
        ("production.alarm.web_rollback_5xx.threshold", 2, "percent", ["aws_cloudwatch_metric_alarm.web_rollback_5xx"]),
        ("production.alarm.web_rollback_p95.threshold", 400, "ms", ["aws_cloudwatch_metric_alarm.web_rollback_p95"]),
        ("production.alarm.main_storage.threshold", 5, "GiB", ["aws_cloudwatch_metric_alarm.main_storage"]),
        ("production.snapshots.weekly.kept", 4, "snapshots", ["aws_backup_plan.weekly", "aws_backup_plan.weekly"]),
        (
            "production.service.web.secret.DATABASE.managed_for",
            "shop-production-main",
            "",
            ["aws_ecs_task_definition.web", "aws_db_instance.main", "aws_db_instance.main"],
        ),
        ("production.recovery.running", 0, "", ["aws_vpc", "aws_ecs_service", "aws_db_instance", "aws_lb"]),
        ("production.load_balancer.firewalls", 0, "", ["aws_wafv2_web_acl_association"]),
    ],
)
def test_facts_follow_references_to_where_they_lead(
    facts: Facts, id_: str, value: object, unit: str, addresses: list[str]
) -> None:
    """A fact has the value people speak of, in their unit, and names every resource it follows from."""
    fact = facts[id_]
    assert (fact.value, fact.unit) == (value, unit)
    assert [one.address for one in fact.evidence if isinstance(one, TerraformEvidence)] == addresses


def test_no_fact_holds_a_plain_variable_of_a_container(facts: Facts) -> None:
    """Names of variables are facts; what they are set to is nobody's business."""
    assert "LOG_LEVEL" in str(facts["production.service.web.variables"].value)
    values = [
        one.value for one in facts["production.service.web.variables"].evidence if isinstance(one, TerraformEvidence)
    ]
    assert "info" not in values


def changed(output: Output, one: TerraformEvidence) -> Output:
    """Return the output with one attribute replaced by something Terraform would compute."""
    stack = output.stacks[one.stack]
    if one.address == "terraform":
        versions: Any = {"terraform": {"required_version": CHANGED}}
        return replace(output, stacks={**output.stacks, one.stack: replace(stack, versions=versions)})
    body: Any = copy.deepcopy(stack.body)
    resource = stack.get(one.address)
    top = "data" if one.address.startswith("data.") else "resource"
    keys = (top, resource.type.removeprefix("data."), resource.name) if resource else tuple(one.address.split("."))
    put(body, (*keys, *parsed(one.attribute)))
    return replace(output, stacks={**output.stacks, one.stack: replace(stack, body=body)})


def put(here: Any, path: tuple[Any, ...]) -> None:
    """Replace what lies at a path, also inside JSON text."""
    step, *rest = path
    if not rest:
        here[step] = CHANGED
    elif isinstance(here[step], str):
        inner = json.loads(here[step])
        put(inner, tuple(rest))
        here[step] = json.dumps(inner)
    else:
        if isinstance(here, dict):
            here.setdefault(step, {})
        put(here[step], tuple(rest))


def _alike(stack: str, address: str, attribute: str) -> tuple[str, str, str]:
    """Return a place without the stage in the name of its stack."""
    return stack.replace("staging", "production"), address, attribute


def without_each(output: Output) -> Iterator[tuple[str, str, Any]]:
    """Give, for each resource, its stack, its address, and the body of its stack without it."""
    for name, stack in output.stacks.items():
        for resource in stack.resources:
            body: Any = copy.deepcopy(stack.body)
            top = "data" if resource.type.startswith("data.") else "resource"
            del body[top][resource.type.removeprefix("data.")][resource.name]
            yield name, resource.address, body

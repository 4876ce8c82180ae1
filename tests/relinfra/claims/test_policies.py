"""A claim and the policies that hold it name each other, and fall together."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
import yaml

import relinfra_policies
from relinfra.evidence import Output, read_output
from relinfra_policies import POLICIES
from relinfra_policies.shapes.rule import Rule
from tests.relinfra.claims import (
    test_conditions,
    test_failover,
    test_login,
    test_rollback,
    test_rotation,
    test_upgrade,
)
from tests.relinfra.claims.stacks import Body, Change
from tests.relinfra.claims.test_conditions import EVERY, SERVICE
from tests.relinfra.claims.test_reasons import KINDS
from tests.relinfra_policies.judging import failures

SHOP, FAILING_OVER, LOGGING_IN = "shop", "failing over", "logging in"
REVIEWED: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("policies.yaml").read_text("utf-8"))
Row = tuple[str, str, str, str, Change]
"""The kind of a claim, a condition, the output and the stack of it that is changed, and the change."""


def _rules() -> Iterator[Rule]:
    for module in iter_modules(relinfra_policies.__path__):
        check = getattr(import_module(f"relinfra_policies.{module.name}"), "check", None)
        if isinstance(check, Rule):
            yield check


def _in_resources(change: Callable[[dict[str, Any]], object]) -> Change:
    return lambda body: change(body["resource"])


RULES = {rule.policy: rule for rule in _rules()}


ROWS: list[Row] = [
    *((name.split()[0], condition, SHOP, stack, change) for name, condition, stack, change in test_conditions.BREAKS),
    *(
        ("alarms_roll_back", name, SHOP, SERVICE, _in_resources(change))
        for name, change in test_rollback.BREAKS.items()
    ),
    *(
        (kind, name, SHOP, stack, _in_resources(change))
        for kind, stack, breaks in (
            ("rotation_reaches_tasks", test_rotation.SERVICE, test_rotation.REACHING),
            ("failed_restart_is_told", test_rotation.OBSERVABILITY, test_rotation.TELLING),
            ("password_rotates", test_rotation.DATA, test_rotation.ROTATING),
        )
        for change, name in breaks
        if name
    ),
    *(
        ("failover_moves", name, FAILING_OVER, stack, _in_resources(change))
        for stack in (test_failover.HOME, test_failover.AWAY)
        for change, name in test_failover.BREAKING
    ),
    *(
        ("somebody_is_told", name, FAILING_OVER, test_failover.FAILOVER, _in_resources(change))
        for change, name in test_failover.TELLING
        if name
    ),
    *(
        ("iam_logs_in", name, LOGGING_IN, stack, _in_resources(change))
        for stack, change, name in test_login.BREAKING
        if name
    ),
    *(
        ("upgrades_when_applied", name, LOGGING_IN, test_upgrade.DATA, _in_resources(change))
        for change, name in test_upgrade.BREAKING
    ),
]
SILENT = {(one["claim"], one["condition"]) for one in REVIEWED["conditions without a policy"]}


def test_rules_and_claims_name_each_other() -> None:
    """Neither can be renamed, added or dropped without the other."""
    named = {(claim, policy) for policy, rule in RULES.items() for claim in rule.claims}
    naming = {(kind, policy) for kind, claim in KINDS.items() for policy in claim.policies}
    assert named == naming
    assert {policy for _, policy in naming} <= POLICIES.keys()


def test_a_claim_without_a_rule_says_why() -> None:
    """Each is reviewed; a reason for one that has a rule by now is a relic."""
    reasons = {kind: group["reason"] for group in REVIEWED["claims without a policy"] for kind in group["claims"]}
    assert all(reasons.values())
    assert reasons.keys() == {kind for kind, claim in KINDS.items() if not claim.policies}


def test_a_rule_without_a_claim_says_why() -> None:
    """Of its group of the contract the documents assert nothing, or show its values as facts."""
    reasons = REVIEWED["rules without a claim"]
    unclaimed = {rule.group for rule in RULES.values() if not rule.claims}
    assert all(reasons.values())
    assert unclaimed <= reasons.keys()


@pytest.fixture(scope="module")
def outputs(synthesized: Callable[[str], Path], failing_over: Path, logging_in: Path) -> Mapping[str, Output]:
    """Return the synthesized stacks that rows change."""
    folders = {SHOP: synthesized("shop"), FAILING_OVER: failing_over, LOGGING_IN: logging_in}
    return {name: read_output(folder) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def before(outputs: Mapping[str, Output]) -> Mapping[tuple[str, str], set[tuple[str, str]]]:
    """Return what fails in the stacks as they are."""
    changed = {(output, stack) for _, _, output, stack, _ in ROWS if stack != EVERY}
    changed |= {(SHOP, stack) for stack in outputs[SHOP].stacks}
    return {(output, stack): failures(outputs[output].stacks[stack].body) for output, stack in changed}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:2]))
def test_what_breaks_a_claim_fails_one_of_its_policies(
    outputs: Mapping[str, Output], before: Mapping[tuple[str, str], set[tuple[str, str]]], row: Row
) -> None:
    """The tests of claims see the same change break the claim; a policy that says nothing of it is reviewed."""
    kind, condition, output, stack, change = row
    fallen: set[str] = set()
    for name in outputs[output].stacks if stack == EVERY else [stack]:
        body: Body = copy.deepcopy(outputs[output].stacks[name].body)
        change(body)
        fallen |= {policy for policy, _ in failures(body) - before[output, name]}
    speaks = bool(fallen.intersection(KINDS[kind].policies))
    assert speaks or (kind, condition) in SILENT, (kind, condition, sorted(fallen))


def test_every_reviewed_condition_is_one_that_a_test_breaks() -> None:
    """A reason for what nothing breaks is a relic."""
    assert {(kind, condition) for kind, condition, *_ in ROWS} >= SILENT
    assert all(one["reason"] for one in REVIEWED["conditions without a policy"])

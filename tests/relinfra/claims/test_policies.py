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
from tests.relinfra.claims import test_conditions, test_rollback
from tests.relinfra.claims.stacks import Body, Change
from tests.relinfra.claims.test_conditions import EVERY, SERVICE
from tests.relinfra.claims.test_reasons import KINDS
from tests.relinfra_policies.judging import failures

REVIEWED: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("policies.yaml").read_text("utf-8"))
Row = tuple[str, str, str, Change]


def _rules() -> Iterator[Rule]:
    for module in iter_modules(relinfra_policies.__path__):
        check = getattr(import_module(f"relinfra_policies.{module.name}"), "check", None)
        if isinstance(check, Rule):
            yield check


def _in_resources(change: Callable[[dict[str, Any]], object]) -> Change:
    return lambda body: change(body["resource"])


RULES = {rule.policy: rule for rule in _rules()}
ROWS: list[Row] = [
    *((name.split()[0], condition, stack, change) for name, condition, stack, change in test_conditions.BREAKS),
    *(("alarms_roll_back", name, SERVICE, _in_resources(change)) for name, change in test_rollback.BREAKS.items()),
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
def output(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


@pytest.fixture(scope="module")
def before(output: Output) -> Mapping[str, set[tuple[str, str]]]:
    """Return what fails in its stacks as they are."""
    return {name: failures(stack.body) for name, stack in output.stacks.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:2]))
def test_what_breaks_a_claim_fails_one_of_its_policies(
    output: Output, before: Mapping[str, set[tuple[str, str]]], row: Row
) -> None:
    """The tests of claims see the same change break the claim; a policy that says nothing of it is reviewed."""
    kind, condition, stack, change = row
    fallen: set[str] = set()
    for name in output.stacks if stack == EVERY else [stack]:
        body: Body = copy.deepcopy(output.stacks[name].body)
        change(body)
        fallen |= {policy for policy, _ in failures(body) - before[name]}
    speaks = bool(fallen.intersection(KINDS[kind].policies))
    assert speaks or (kind, condition) in SILENT, (kind, condition, sorted(fallen))


def test_every_reviewed_condition_is_one_that_a_test_breaks() -> None:
    """A reason for what nothing breaks is a relic."""
    assert {(kind, condition) for kind, condition, *_ in ROWS} >= SILENT
    assert all(one["reason"] for one in REVIEWED["conditions without a policy"])

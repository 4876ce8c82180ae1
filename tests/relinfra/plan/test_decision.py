"""Which strategy declared needs ask for."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from relinfra.evidence import Facts
from relinfra.plan import LANGUAGES
from relinfra.plan.decision import STRATEGIES, decide
from relinfra.plan.say import label
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.sets.deployment_plan.strategy import workflow
from relinfra.plan.sets.release_package.strategy import _lost
from tests.relinfra.plan.facts import facts, stage, text

SHOP = {
    "zero_downtime": True,
    "rollback_within_minutes": 5,
    "exposure": "all_at_once",
    "double_capacity": True,
    "mixed_versions": False,
}


def needing(needs: dict[str, Any], strategy: str = "rolling", **release: Any) -> Facts:
    """Return a release with needs and a live service with a strategy."""
    service = {"name": "shop-web", "deployment": {"strategy": strategy}}
    return facts(release={"needs": needs, **release}, production=stage(service={"web": service}))


@pytest.mark.parametrize(
    ("changed", "recommended"),
    [
        ({}, "blue_green"),
        ({"exposure": "gradual", "mixed_versions": True}, "canary"),
        ({"rollback_within_minutes": 30, "mixed_versions": True}, "rolling"),
        ({"double_capacity": False, "mixed_versions": True, "rollback_within_minutes": 60}, "rolling"),
        ({"zero_downtime": False, "rollback_within_minutes": 60, "double_capacity": False}, "recreate"),
    ],
)
def test_the_strategy_that_meets_the_most_is_recommended(changed: dict[str, Any], recommended: str) -> None:
    """The simplest of those."""
    best = decide(needing({**SHOP, **changed})).recommended
    assert best
    assert best.traits.name == recommended
    assert best.score.value == best.possible.value == len(SHOP)


def test_no_strategy_is_without_interruption_where_the_version_before_fails() -> None:
    """Nor does one return within minutes: who goes back restores data first. The decision says why."""
    change = {"add": {"description": "A column.", "backward_compatible": False}}
    found = decide(needing(SHOP, database_changes=change))
    missed = {one.traits.name: {need.name for need in one.unmet} for one in found.options}
    assert all({"zero_downtime", "rollback_within_minutes"} <= names for names in missed.values())
    assert "does not work with the schema" in text(found.interrupts)
    assert "going back needs the data of before" in text(found.services[0].line)
    assert not found.services[0].agrees
    assert not decide(needing(SHOP)).interrupts


def test_flags_are_weighed_where_there_are_any() -> None:
    """A strategy that needs a flag service is none without one."""
    without, with_flags = needing(SHOP), needing(SHOP, flags={"new": {"fallback": "The old page."}})
    assert "feature_flags" not in [one.traits.name for one in decide(without).options]
    assert "feature_flags" in [one.traits.name for one in decide(with_flags).options]


def test_a_service_that_misses_a_need_disagrees() -> None:
    """What it misses is said, and what meets more."""
    (choice,) = decide(needing(SHOP)).services
    assert not choice.agrees
    assert text(choice.line) == (
        "`shop-web` is deployed by rolling, which meets 3 of 5 needs; more are met by blue/green. Unmet: going back "
        "replaces every task again, which cannot be counted on within 5; two versions answer at a time."
    )
    (choice,) = decide(needing(SHOP, "blue_green")).services
    assert choice.agrees
    (choice,) = decide(needing(SHOP, "external")).services
    assert (choice.agrees, choice.option) == (False, None)


@pytest.mark.parametrize("kind", ["worker", "inner"])
def test_what_no_load_balancer_leads_to_is_recommended_no_shift_of_traffic(kind: str) -> None:
    """It has the one strategy that it can have: what that misses is said, and no other is held against it."""
    service = {"name": "shop-jobs", kind: True, "deployment": {"strategy": "rolling"}}
    (choice,) = decide(facts(release={"needs": SHOP}, production=stage(service={"jobs": service}))).services
    assert text(choice.line).startswith(
        "`shop-jobs` is deployed by rolling. No load balancer stands before it whose traffic another strategy could "
        "move. It meets 3 of 5 needs; unmet: going back replaces every task again"
    )


def test_what_code_deploy_does_is_what_is_weighed() -> None:
    """The strategy is the shift of its configuration."""
    service = {"name": "w", "deployment": {"strategy": "codedeploy"}, "code_deploy": {"shift": "blue_green"}}
    (choice,) = decide(facts(release={"needs": SHOP}, production=stage(service={"web": service}))).services
    assert choice.agrees


def test_a_rolling_update_that_may_stop_every_task_is_weighed_as_one_that_does() -> None:
    """And told so: it has no downtime to promise, and no second version beside the first."""
    deployment = {"strategy": "rolling", "minimum_healthy_percent": 0, "maximum_percent": 100}
    limits = {"tasks_kept": 0, "tasks_ceiling": 1}
    service = {"name": "w", "deployment": {**deployment, **limits}, "tasks_min": 1}
    known = facts(release={"needs": SHOP}, production=stage(service={"web": service}))
    (choice,) = decide(known).services
    assert choice.option
    assert choice.option.traits.name == "recreate"
    assert "that may stop every task first (0 healthy)" in text(choice.line)
    told = replaced(known.stage("production").services[0])
    assert "ECS may stop every one before a new one runs" in text(told)
    assert "no downtime" not in words("way.advantages.rolling_stopping")


def words(key: str) -> str:
    """Return a label in English."""
    return text((label(key),))


def test_what_ties_is_told_by_what_tells_it_apart() -> None:
    """What the best meets and the other does not; else that it stops what runs, or is harder to operate."""
    decision = decide(needing({"mixed_versions": True}))
    lost = {one.traits.name: text(_lost(one, decision.options[0])) for one in decision.options[1:]}
    assert "nothing runs while tasks are replaced" in lost["recreate"]
    assert "rolling is simpler to operate" in lost["canary"]


def test_needs_that_nobody_declared_are_open_questions() -> None:
    """And no strategy is recommended on none."""
    nothing = decide(facts(production=stage()))
    assert (nothing.recommended, len(nothing.open)) == (None, len(SHOP))
    undeclared = decide(needing({"zero_downtime": True})).open
    assert len(undeclared) == len(SHOP) - 1
    assert text(undeclared[0]) == "Back within which time: **open question**"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_combination_of_needs_is_decided_and_told(language: str) -> None:
    """Points are the needs met, and the options come in their order."""
    order = [one.name for one in STRATEGIES]
    for zero, minutes, exposure, double, mixed in product(
        (True, False), (5, 45), ("all_at_once", "gradual"), (True, False), (True, False)
    ):
        values = dict(zip(SHOP, (zero, minutes, exposure, double, mixed), strict=True))
        decision = decide(needing(values))
        scores = [(-int(str(one.score.value)), order.index(one.traits.name)) for one in decision.options]
        assert scores == sorted(scores)
        for option in decision.options:
            assert option.score.value == sum(need.met for need in option.needs)
            assert text(option.line, language)
            assert all(text((need.wanted, need.mark), language) for need in option.needs)
        assert all(text(choice.line, language) for choice in decision.services)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({"worker": True}, "no load balancer stands before it"),
        ({"inner": True}, "no load balancer stands before it"),
        ({"worker": False}, "blue/green or canary"),
    ],
)
def test_what_no_load_balancer_leads_to_is_promised_no_shift_of_traffic(kind: dict[str, bool], said: str) -> None:
    """Blue/green and canary move the traffic of a load balancer, and nothing else comes after rolling then."""
    service = {"name": "shop-jobs", **kind, "deployment": {"strategy": "rolling"}}
    known = facts(production=stage(service={"jobs": service}), project={"live": ("production",)})
    lines = [text(line) for block in workflow(known).blocks for line in block.lines]
    (later,) = [one for one in lines if "`shop-jobs` goes on with rolling" in one]
    assert said in later

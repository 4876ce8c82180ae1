from typing import Any

import pytest

from relinfra.evidence import value_of
from relinfra.evidence.records.rollout import Rollout
from relinfra.plan.traffic_shift import bake_minutes, traffic_shift
from tests.relinfra.plan.facts import facts, stage

CODE_DEPLOY = {"shift": "linear", "shift_percent": 10, "pause_minutes": 3, "bake_minutes": 15}


def rollout(strategy: str, code_deploy: dict[str, Any] | None = None, **deployment: Any) -> Rollout:
    """Return the rollout of a service of which this is known."""
    service: dict[str, Any] = {"name": "shop-web", "deployment": {"strategy": strategy, **deployment}}
    service |= {"code_deploy": code_deploy} if code_deploy else {}
    (found,) = facts(production=stage(service={"web": service})).stage("production").services
    return found.rollout


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (rollout("blue_green", bake_minutes=30), ("blue_green", None, None, 30)),
        (
            rollout("canary", shift_percent=5, shift_bake_minutes=10, bake_minutes=30),
            ("canary", 5, 10, 30),
        ),
        (
            rollout("linear", shift_percent=20, shift_bake_minutes=2, bake_minutes=30),
            ("linear", 20, 2, 30),
        ),
        (rollout("codedeploy", CODE_DEPLOY), ("linear", 10, 3, 15)),
    ],
)
def test_ecs_and_code_deploy_move_traffic_in_the_same_steps(known: Rollout, expected: tuple[Any, ...]) -> None:
    """The share, the pause after it and the time the old tasks stay, whoever moves it and whatever they call it."""
    shift = traffic_shift(known)
    assert shift is not None
    assert (shift.kind, value_of(shift.share), value_of(shift.pause), value_of(shift.bake)) == expected
    assert bake_minutes(known) == shift.bake


@pytest.mark.parametrize("strategy", ["rolling", "zigzag", "codedeploy"])
def test_nothing_is_said_to_shift_where_nothing_shifts_or_nobody_knows(strategy: str) -> None:
    """Tasks behind one target group, a strategy not known here, a deployment group of some other project."""
    assert traffic_shift(rollout(strategy)) is None
    assert bake_minutes(rollout(strategy)) is None

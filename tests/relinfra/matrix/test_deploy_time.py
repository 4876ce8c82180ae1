from typing import Any

import pytest
import yaml

from relinfra.errors import MatrixError
from relinfra.matrix import Matrix
from relinfra.matrix.deploy_time import LONGEST_JOB_MINUTES, deploy_minutes, rollout_minutes
from tests.relinfra.matrix.mistakes import BASE

STANDBY = {"mode": "pilot_light", "network": {"cidr": "10.21.0.0/16"}}


def matrix(**production: Any) -> Matrix:
    """The base of all mistakes, with `production` laid over its environment."""
    text = yaml.safe_load(BASE)
    _lay(text["environments"]["production"], production)
    return Matrix.parse(yaml.safe_dump(text).encode())


def _lay(under: dict[str, Any], over: dict[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _lay(under[key], value)
        else:
            under[key] = value


def deployment(**members: Any) -> dict[str, Any]:
    return {"services": {"web": {"deployment": members}}}


def _minutes(made: Matrix) -> int:
    return rollout_minutes(made.environments["production"].services["web"])


def test_every_wait_counts_to_the_minute() -> None:
    """Bake, hooks by stage, and the grace beyond what a task takes anyhow."""
    usual = _minutes(matrix())
    hook = {"function": "smoke", "stages": ["PRE_SCALE_UP", "POST_SCALE_UP"], "timeout_minutes": 20}
    assert _minutes(matrix(**deployment(bake_minutes=31))) == usual + 1
    assert _minutes(matrix(**deployment(hooks=[hook]))) == usual + 2 * 20
    assert _minutes(matrix(services={"web": {"health_check": {"grace_seconds": 301}}})) == usual + 5


def test_requests_under_way_end_before_a_container_is_asked_to_stop() -> None:
    """A blue/green deployment waits for it on the way forth and, should it fail, on the way back."""
    usual = _minutes(matrix())
    assert _minutes(matrix(services={"web": {"drain_seconds": 600}})) == usual + 2 * 9


def test_migrations_run_one_after_another_beside_the_stacks() -> None:
    """The job waits for each as long as the matrix says."""
    usual = deploy_minutes(matrix(), "production")
    migrating = matrix(services={"web": {"migration": {"command": ["migrate"], "timeout_minutes": 12}}})
    assert deploy_minutes(migrating, "production") == usual + 12


def test_a_standby_is_deployed_after_the_region_it_stands_in_for() -> None:
    """One job applies the stacks of both, one after another."""
    rolling = {"secrets": {"DATABASE": None}, "deployment": {"strategy": "rolling"}}
    alone = matrix(databases={"main": None}, services={"web": rolling})
    beside = matrix(databases={"main": None}, services={"web": rolling}, disaster_recovery=STANDBY)
    assert deploy_minutes(beside, "production") == 2 * deploy_minutes(alone, "production")


def test_the_longest_deployment_that_fits_is_taken_and_the_next_refused() -> None:
    """GitHub's limit is met to the minute."""
    room = LONGEST_JOB_MINUTES - deploy_minutes(matrix(), "production")
    longest = matrix(**deployment(bake_minutes=30 + room))
    assert deploy_minutes(longest, "production") == LONGEST_JOB_MINUTES
    with pytest.raises(MatrixError, match=f"found {LONGEST_JOB_MINUTES + 1} minutes"):
        matrix(**deployment(bake_minutes=31 + room))


@pytest.mark.parametrize(
    ("engine", "minutes"),
    [
        ({}, 80),
        (
            {
                "engine": "aurora-postgresql",
                "class": None,
                "storage_gib": None,
                "capacity": {"min_acu": 1, "max_acu": 2},
            },
            120,
        ),
    ],
)
def test_an_upgrade_is_waited_for_as_long_as_by_terraform(engine: dict[str, Any], minutes: int) -> None:
    """A job that ends before leaves a database on its way, and a state locked."""
    usual, upgraded = (
        deploy_minutes(
            matrix(databases={"main": {**engine, "upgrade_from": former}}, disaster_recovery={"rpo_minutes": 480}),
            "production",
        )
        for former in (None, "16")
    )
    assert upgraded - usual == minutes - 30

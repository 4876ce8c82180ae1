"""What would wait for a deployment that nothing waits for, by what carries it out."""

from __future__ import annotations

import pytest

from relinfra.linter.rules.deploy_and_pray import _waiting
from tests.relinfra.plan.facts import facts, stage


@pytest.mark.parametrize(
    ("strategy", "remedy", "place"),
    [
        ("codedeploy", "Let the workflow wait for CodeDeploy", "services.web.deployment.strategy"),
        ("rolling", "Take back what overrides `wait_for_steady_state`", "overrides.service"),
    ],
)
def test_the_remedy_is_of_what_deploys(strategy: str, remedy: str, place: str) -> None:
    """Terraform waits for no CodeDeploy, whatever an override says."""
    service = {"name": "shop-web", "deployment": {"strategy": strategy}}
    known = facts(production=stage(service={"web": service})).stage("production").services[0]
    told, *path = _waiting("production", known)
    assert told.startswith(remedy)
    assert ".".join(path) == f"production.{place}"

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.relinfra.runbook.conftest import Project, Run, made
from tests.relinfra.runbook.emulator import Emulator
from tests.relinfra.runbook.seeds import REGION, Seeds

IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1.4.0"
NAME = "rotate-production-service-web-secret-STRIPE-KEY"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose service reads a secret, with no rule that restarts it."""
    web = {"secrets": {"STRIPE_KEY": {"secret": "shop/stripe"}}, "deployment": {"strategy": "rolling"}}
    return made(tmp_path_factory.mktemp("reading"), web)


def test_a_secret_is_put_and_read(
    *, aws: Emulator, reading: Project, seeds: Callable[[Project], Seeds], run: Callable[..., Run], tmp_path: Path
) -> None:
    """Another version is current, a deployment has given it to the tasks, and the value stands in no log."""
    seeded = seeds(reading)
    (definition,) = seeded.service(IMAGE)
    seeded.alarms()
    secret = seeded.secret("shop/stripe")
    (tmp_path / "value").write_text("sesame-7f3a")
    # The rule that hears of a new version starts a deployment by itself.
    aws.replies.deploys("hello-production-web", definition, "IN_PROGRESS")
    done = run(reading, NAME, VALUE_FILE=str(tmp_path / "value"))
    assert done.code == 0, done.said
    value = aws.client("secretsmanager", REGION).get_secret_value(SecretId=secret)["SecretString"]
    assert value == "sesame-7f3a"
    assert "sesame-7f3a" not in done.said
    assert aws.replies.deployments[-1]["status"] == "SUCCESSFUL"


def test_a_secret_that_is_not_there_is_not_made(
    *, aws: Emulator, reading: Project, seeds: Callable[[Project], Seeds], run: Callable[..., Run], tmp_path: Path
) -> None:
    """Putting a value under a misspelt name would help nobody."""
    seeds(reading).service(IMAGE)
    (tmp_path / "value").write_text("sesame-7f3a")
    done = run(reading, NAME, VALUE_FILE=str(tmp_path / "value"))
    assert done.code == 1
    assert "nothing has been changed" in done.said
    assert aws.client("secretsmanager", REGION).list_secrets()["SecretList"] == []

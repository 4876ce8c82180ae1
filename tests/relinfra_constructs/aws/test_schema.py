"""The compact provider schema and its stubs are what the official bindings say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from relinfra_constructs.aws.schema import load

ROOT = Path(__file__).parents[3]


def test_the_schema_and_the_stubs_are_what_the_bindings_say() -> None:
    """Drift fails here; without the package index it cannot be told."""
    command = [sys.executable, str(ROOT / "scripts" / "generate_aws.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    if "CalledProcessError" in done.stderr:
        pytest.skip("the bindings package cannot be downloaded here")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_list_of_types_is_sorted_and_complete() -> None:
    """A type offered is a type listed, once."""
    lines = (ROOT / "scripts" / "aws_types.txt").read_text().splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    offered = [*load()["resources"], *(f"data.{name}" for name in load()["data"])]
    assert listed == sorted(set(listed))
    assert listed == sorted(offered)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("aws_ecs_service", "attributes", "desired_count"), "number"),
        (
            ("aws_ecs_service", "blocks", "deployment_configuration", "attributes", "bake_time_in_minutes"),
            "string",
        ),
        (("aws_ecs_service", "blocks", "alarms", "many"), False),
        (("aws_ecs_service", "blocks", "load_balancer", "many"), True),
        (("aws_db_instance", "attributes", "enabled_cloudwatch_logs_exports"), "list(string)"),
        (("aws_lb", "attributes", "tags"), "map(string)"),
    ],
)
def test_known_arguments_have_their_known_types(path: tuple[str, ...], kind: object) -> None:
    """A generator that reads the bindings wrongly fails on these."""
    found = load()["resources"]
    for step in path:
        found = found[step]
    assert found == kind

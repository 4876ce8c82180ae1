import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.database.master_password import OwnPassword, SecretReplica
from relinfra_constructs.database.postgres import PostgresInstance
from relinfra_constructs.errors import ConstructError
from tests.relinfra_constructs.database.test_postgres import props
from tests.support import HERE, KEY_ARN, resource, synthesize
from tests.terraform import offline_provider, terraform

OTHER_KEY = HERE.in_region("us-west-2").arn("kms", "key/2")
REPLICA = SecretReplica(region="us-west-2", key_arn=OTHER_KEY)


def database(version: int = 1, *, replica: SecretReplica | None = REPLICA) -> dict[str, Any]:
    password = OwnPassword(version=version, replica=replica)
    return synthesize(lambda stack: PostgresInstance(stack, "main", props(password=password)))


def test_rds_manages_no_password_that_others_need() -> None:
    """It would let no instance of another region follow this one."""
    body = resource(database(3), "aws_db_instance.main")
    assert not {"manage_master_user_password", "master_user_secret_kms_key_id", "password"} & body.keys()
    assert (body["password_wo"], body["password_wo_version"]) == ("${local.main_password}", 3)


def test_the_secret_has_the_form_of_one_that_rds_manages() -> None:
    """A service reads the same, whoever made the password; it is kept under a key in each region."""
    synthesized = database(3)
    secret = resource(synthesized, "aws_secretsmanager_secret.main")
    version = resource(synthesized, "aws_secretsmanager_secret_version.main")
    assert (secret["name"], secret["kms_key_id"]) == ("shop-production-main-master", KEY_ARN)
    assert secret["replica"] == [{"region": "us-west-2", "kms_key_id": OTHER_KEY}]
    written = (version["secret_string_wo"], version["secret_string_wo_version"])
    assert written == ('${jsonencode({username = "postgres", password = local.main_password})}', 3)
    assert "secret_string" not in version


def test_the_secret_follows_the_database() -> None:
    """What failed on the database never reaches the secret, and a database made anew takes its secret along."""
    version = resource(database(), "aws_secretsmanager_secret_version.main")
    assert version["depends_on"] == ["aws_db_instance.main"]
    assert version["lifecycle"]["replace_triggered_by"] == ["aws_db_instance.main.resource_id"]


def test_a_version_is_counted_from_one() -> None:
    """As Terraform does."""
    with pytest.raises(ConstructError, match="1 or more"):
        OwnPassword(version=0)


def test_a_secret_stays_in_its_region_unless_it_is_needed_elsewhere() -> None:
    """Readers of the same region need no copy of it."""
    assert "replica" not in resource(database(replica=None), "aws_secretsmanager_secret.main")


def test_only_write_only_arguments_are_given_the_password() -> None:
    """Terraform keeps those in no plan and no state."""
    given = [path for path, value in _leaves(database()["resource"]) if "main_password" in str(value)]
    assert sorted(path[-1] for path in given) == ["password_wo", "secret_string_wo"]


@pytest.mark.slow
def test_a_password_changes_with_its_version_alone(tmp_path: Path) -> None:
    """The real terraform: nothing left to change, until the number is raised."""
    stack = tmp_path / "cdk.tf.json"
    with offline_provider() as environment:
        assert _applied(stack, database(1), environment) == 0
        assert terraform(tmp_path, environment, "plan", "-detailed-exitcode").returncode == 0
        _written(stack, database(2))
        plan = terraform(tmp_path, environment, "plan", "-detailed-exitcode")
    assert plan.returncode == 2
    assert "0 to add, 2 to change, 0 to destroy" in plan.stdout


def _leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else None
    if below is None:
        yield path, node
        return
    for name, value in below:
        yield from _leaves(value, (*path, name))


def _applied(file: Path, body: dict[str, Any], environment: dict[str, str]) -> int:
    _written(file, body)
    terraform(file.parent, environment, "init")
    run: subprocess.CompletedProcess[str] = terraform(file.parent, environment, "apply", "-auto-approve")
    assert run.returncode == 0, run.stderr
    return run.returncode


def _written(file: Path, body: dict[str, Any]) -> None:
    """Write a stack whose state lies beside it."""
    own = {name: value for name, value in body["terraform"].items() if name != "backend"}
    file.write_text(json.dumps({**body, "terraform": own}))

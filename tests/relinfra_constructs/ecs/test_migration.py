"""A task that is run once before a release."""

import json
from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.ecs.migration import MigrationTask, MigrationTaskProps
from relinfra_constructs.ecs.service_network import DatabaseAccess
from relinfra_constructs.errors import ConstructError
from tests.services import task_props
from tests.support import addresses, resource, synthesize

ENDS = {"port": None, "command": ["migrate"]}


def migration(**container: Any) -> dict[str, Any]:
    task = task_props("web_migration", container={**ENDS, **container})
    databases = {"main": DatabaseAccess(security_group_id="sg-main")}

    def build(stack: TerraformStack) -> None:
        MigrationTask(stack, "migration", MigrationTaskProps(task=task, vpc_id="vpc-1", databases=databases))

    return synthesize(build)


def test_it_needs_no_service_to_exist() -> None:
    """Definition, roles, log group and security group are its own."""
    made = migration()
    [container] = json.loads(resource(made, "aws_ecs_task_definition.web_migration")["container_definitions"])
    assert container["command"] == ["migrate"]
    assert "portMappings" not in container
    assert {"aws_iam_role.web_migration_execution", "aws_iam_role.web_migration_task"} <= set(addresses(made))
    assert "aws_ecs_service" not in made["resource"]
    assert resource(made, "aws_cloudwatch_log_group.web_migration")["name"] == "/ecs/shop-production-web_migration"


def test_it_reaches_its_databases_and_https_and_nobody_reaches_it() -> None:
    """Each permission is a rule; the database lets it in."""
    made = migration()
    assert resource(made, "aws_vpc_security_group_ingress_rule.main_from_web_migration")["from_port"] == 5432
    egress = made["resource"]["aws_vpc_security_group_egress_rule"]
    assert {name: rule["from_port"] for name, rule in egress.items()} == {
        "web_migration_to_main": 5432,
        "web_migration_https_1": 443,
    }
    assert list(made["resource"]["aws_vpc_security_group_ingress_rule"]) == ["main_from_web_migration"]


@pytest.mark.parametrize("only_running", [{"port": 8080}, {"health_command": ["CMD", "/alive"]}])
def test_what_only_a_running_service_has_is_refused(only_running: dict[str, Any]) -> None:
    """A task that ends answers nobody."""
    with pytest.raises(ConstructError, match="leave out port and health_command"):
        migration(**only_running)

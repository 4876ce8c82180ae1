"""The task that a release runs once, and what whoever runs it has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import migration_output
from relinfra_constructs.cdk import TerraformOutput
from relinfra_constructs.ecs.task import MigrationProps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.matrix import Service
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.ecs.ecs_service import FargateService

__all__ = ["add_migration_output", "migration_of"]


def migration_of(service: Service) -> MigrationProps | None:
    """Return the migration as the matrix says, or None where there is none."""
    asked = service.migration
    if asked is None:
        return None
    return MigrationProps(command=asked.command, cpu=asked.cpu, memory=asked.memory)


def add_migration_output(
    stack: Construct, key: str, service: FargateService, *, cluster: str, subnet_ids: Sequence[str]
) -> None:
    """Add the Terraform output `SERVICE_migration` with what `aws ecs run-task --launch-type FARGATE` asks for.

    Its members are `cluster`, `task_definition`, `subnets` and `security_groups`; none without a migration.
    """
    if service.task.migration_definition_arn is None:
        return
    name = migration_output(key)
    TerraformOutput(
        stack,
        f"output.{name}",
        description=f"What runs the migration of {key}: arguments of aws ecs run-task.",
        value={
            "cluster": cluster,
            "task_definition": service.task.migration_definition_arn,
            "subnets": list(subnet_ids),
            "security_groups": [service.security_group_id],
        },
    ).override_logical_id(name)

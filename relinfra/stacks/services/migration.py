"""The task that a release runs once for a service, and what whoever runs it has to know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relinfra.domain.names import migration_output, migration_task_name
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.reach import anywhere
from relinfra.stacks.services.container import container_of
from relinfra.stacks.services.data import bucket_access, database_access, database_logins
from relinfra.stacks.services.openings import opened
from relinfra.stacks.services.permissions import permissions_of
from relinfra_constructs.cdk import TerraformOutput
from relinfra_constructs.ecs.migration import MigrationTask, MigrationTaskProps
from relinfra_constructs.ecs.task import FargateTaskProps
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.matrix import Environment
    from relinfra.stacks.services.data import ServiceData
    from relinfra.stacks.stack import EnvironmentStack

__all__ = ["add_migration", "add_migration_output"]


def add_migration(
    stack: EnvironmentStack,
    environment: Environment,
    data: ServiceData,
    key: str,
    *,
    vpc_id: str,
    log_key_arn: str,
) -> MigrationTask | None:
    """Add what runs the migration of the service `key`, nothing where it has none."""
    service = environment.services[key]
    migration = service.migration
    if migration is None:
        return None
    task = FargateTaskProps(
        name=migration_task_name(stack.scope.name, named_after(key, service)),
        key=terraform_name(key, "migration"),
        placement=stack.scope.placement,
        container=replace(
            container_of(stack, environment, data, key),
            command=migration.command,
            port=None,
            health_command=(),
        ),
        log_kms_key_arn=log_key_arn,
        log_retention_days=environment.observability.log_retention_days,
        cpu=migration.cpu or service.cpu,
        memory=migration.memory or service.memory,
        ephemeral_storage_gib=service.ephemeral_storage_gib,
        architecture=service.architecture,
        buckets=bucket_access(data, service),
        logins=database_logins(data, service),
        permissions=permissions_of(service),
        rereads_secrets=service.rereads_secrets,
    )
    props = MigrationTaskProps(
        task=task,
        vpc_id=vpc_id,
        databases=database_access(data, service),
        egress_cidrs=anywhere(environment),
        # Other services are made after it.
        openings=[opened(way) for way in service.egress if way.service is None],
    )
    return MigrationTask(stack, f"migration-{key}", props)


def add_migration_output(
    stack: EnvironmentStack, key: str, task: MigrationTask, *, cluster: str, subnet_ids: Sequence[str]
) -> None:
    """Add the Terraform output `SERVICE_migration` with what `aws ecs run-task --launch-type FARGATE` asks for.

    Its members are `cluster`, `task_definition`, `subnets` and `security_groups`.
    """
    name = migration_output(key)
    TerraformOutput(
        stack,
        f"output.{name}",
        description=f"What runs the migration of {key}: arguments of aws ecs run-task.",
        value={
            "cluster": cluster,
            "task_definition": task.definition_arn,
            "subnets": list(subnet_ids),
            "security_groups": [task.security_group_id],
        },
    ).override_logical_id(name)

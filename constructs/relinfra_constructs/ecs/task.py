"""A Fargate task definition with its roles and its log group."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.collector import COLLECTOR_IMAGE, collector_definition, collector_variables
from relinfra_constructs.ecs.container import ContainerProps, LogTarget, container_definition, volume_name
from relinfra_constructs.ecs.database_login import DatabaseLogin, login_statements
from relinfra_constructs.ecs.log_router import (
    LogRouterProps,
    RoutedLogs,
    router_definition,
    router_log_group,
    router_statements,
)
from relinfra_constructs.ecs.reading_secrets import secret_statements
from relinfra_constructs.ecs.secret import ResolvedSecret, resolve_secrets
from relinfra_constructs.ecs.sessions import SessionAccess, session_statements
from relinfra_constructs.ecs.task_permissions import TaskPermission, TaskPermissions
from relinfra_constructs.ecs.task_roles import BucketAccess, execution_statements, task_statements
from relinfra_constructs.iam import document, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["FargateTask", "FargateTaskProps"]


class FargateTaskProps(Props):
    """Props of a task: its containers, its size, and what it may reach.

    name: physical name, such as `shop-production-web`.
    key: Terraform name of everything here, and the name of the container, such as `web`.
    placement: account and region.
    container: the application.
    log_kms_key_arn: key of the log group; its policy must let CloudWatch Logs use it for `/ecs/NAME`.
    log_retention_days: one of the values CloudWatch Logs takes.
    log_router: what sends the application's log elsewhere; its key's policy must know `router_log_group` then. By
        default ECS sends it to `/ecs/NAME`.
    cpu, memory: of the task in CPU units (1024 a core) and MiB, one of the pairs Fargate takes.
    ephemeral_storage_gib: disk of the image and of volumes, 21 to 200; Fargate gives 20 by default.
    architecture: of the image.
    buckets: by name, the buckets the application reads and writes.
    logins: by variable, the databases that the application logs in to by IAM.
    permissions: what else the application may do, as a policy of its own.
    tracing: whether a collector beside the application takes its traces to AWS X-Ray; collector_image: a copy of it,
        by default the one in AWS's public registry.
    rereads_secrets: whether the application may read its secrets of Secrets Manager anew, whose ARNs are then in
        `VARIABLE_SECRET_ARN`.
    sessions: where people's sessions in its containers are recorded; nobody can open one by default. AWS does not
        support them on a read-only root file system: the application's is writable then.
    """

    name: str
    key: str
    placement: Placement
    container: ContainerProps
    log_kms_key_arn: str
    log_retention_days: int = 365
    log_router: LogRouterProps | None = None
    cpu: int = 256
    memory: int = 512
    ephemeral_storage_gib: int | None = None
    architecture: Literal["x86_64", "arm64"] = "x86_64"
    buckets: Mapping[str, BucketAccess] = field(default_factory=dict)
    logins: Mapping[str, DatabaseLogin] = field(default_factory=dict)
    permissions: Sequence[TaskPermission] = ()
    tracing: bool = False
    collector_image: str = COLLECTOR_IMAGE
    rereads_secrets: bool = False
    sessions: SessionAccess | None = None


class FargateTask(Construct):
    """A task that runs unprivileged on a read-only file system and gets its secrets by reference.

    Outputs: `definition_arn`, `container_name`, `port` (None for a worker), `logs`, `log_group_name`,
    `execution_role_arn`, `task_role_arn`; of this account and region, whose changes are heard of here, `secret_arns` of
    secrets in Secrets Manager and `parameter_arns` of those in Parameter Store.
    """

    def __init__(self, scope: Construct, id: str, props: FargateTaskProps) -> None:
        super().__init__(scope, id)
        self._name = terraform_name(props.key)
        self._props = props
        secrets = resolve_secrets(self, props.key, props.container.secrets, props.placement)
        log_group = self._log_group(self._name, f"/ecs/{props.name}")
        logs = self.logs = LogTarget(group=log_group.name, region=props.placement.region)
        router = self._router_log_group()
        groups = [log_group, *([router] if router else [])]
        execution, execution_policy = self._execution_role([group.arn for group in groups], secrets)
        role = self._task_role(log_group.arn, list(self._reread(secrets).values()))
        definition = self._definition(
            self._containers(logs, secrets, router),
            execution_role_arn=execution.arn,
            task_role_arn=role.arn,
            depends_on=[execution_policy],
        )
        self.definition_arn: str = definition.arn
        self.container_name: str = props.key
        self.port: int | None = props.container.port
        self.log_group_name: str = log_group.name
        self.execution_role_arn: str = execution.arn
        self.task_role_arn: str = role.arn
        here = [one for one in secrets.values() if _is_here(one, props.placement)]
        self.secret_arns = tuple(dict.fromkeys(one.arn for one in here if one.store == "secretsmanager"))
        self.parameter_arns = tuple(dict.fromkeys(one.arn for one in here if one.store == "ssm"))

    def _log_group(self, key: str, name: str) -> aws.CloudwatchLogGroup:
        return aws.CloudwatchLogGroup(
            self,
            key,
            name=name,
            retention_in_days=self._props.log_retention_days,
            kms_key_id=self._props.log_kms_key_arn,
        )

    def _router_log_group(self) -> aws.CloudwatchLogGroup | None:
        if self._props.log_router is None:
            return None
        return self._log_group(terraform_name(self._name, "log_router"), router_log_group(self._props.name))

    def _execution_role(
        self, log_group_arns: Sequence[str], secrets: Mapping[str, ResolvedSecret]
    ) -> tuple[aws.IamRole, aws.IamRolePolicy]:
        props, name = self._props, terraform_name(self._name, "execution")
        physical_name = f"{props.name}-execution"
        role = self._role(name, physical_name)
        statements = execution_statements(
            images=[
                props.container.image,
                *([props.log_router.image] if props.log_router else []),
                *([props.collector_image] if props.tracing else []),
            ],
            log_group_arns=log_group_arns,
            secrets=secrets,
            placement=props.placement,
        )
        policy = aws.IamRolePolicy(self, name, name=physical_name, role=role.name, policy=document(*statements))
        return role, policy

    def _task_role(self, log_group_arn: str, reread: Sequence[ResolvedSecret]) -> aws.IamRole:
        props, name = self._props, terraform_name(self._name, "task")
        role = self._role(name, f"{props.name}-task")
        statements = task_statements(buckets=props.buckets, tracing=props.tracing, placement=props.placement)
        statements += session_statements(props.sessions) if props.sessions else []
        statements += secret_statements(reread, props.placement)
        statements += login_statements(props.logins, props.placement)
        if props.log_router:
            statements += router_statements(
                props.log_router, service=props.name, log_group_arn=log_group_arn, placement=props.placement
            )
        policies = [document(*statements)] if statements else []
        for policy in policies:
            aws.IamRolePolicy(self, name, name=f"{props.name}-task", role=role.name, policy=policy)
        if props.permissions:
            TaskPermissions(
                self,
                "permissions",
                name=terraform_name(self._name, "permissions"),
                physical_name=f"{props.name}-permissions",
                role_name=role.name,
                permissions=props.permissions,
                placement=props.placement,
                beside=policies,
            )
        return role

    def _role(self, name: str, physical_name: str) -> aws.IamRole:
        return service_role(
            self,
            name,
            physical_name=physical_name,
            placement=self._props.placement,
            service="ecs-tasks",
            source_account=self._props.placement.account,
            source_arn=self._props.placement.arn("ecs", "*"),
        )

    def _containers(
        self, logs: LogTarget, secrets: Mapping[str, ResolvedSecret], router: aws.CloudwatchLogGroup | None
    ) -> list[dict[str, Any]]:
        props = self._props
        application = container_definition(
            props.key,
            replace(props.container, writable_root=props.sessions is not None),
            logs=RoutedLogs(service=props.name, props=props.log_router, target=logs) if props.log_router else logs,
            secrets=secrets,
            variables={
                **(collector_variables(props.name) if props.tracing else {}),
                **{f"{variable}_SECRET_ARN": one.arn for variable, one in self._reread(secrets).items()},
            },
        )
        collector = collector_definition(logs=logs, image=props.collector_image)
        containers = [application, *([collector] if props.tracing else [])]
        if props.log_router and router:
            own = LogTarget(group=router.name, region=props.placement.region)
            containers.append(router_definition(props.log_router, logs=own))
        return containers

    def _reread(self, secrets: Mapping[str, ResolvedSecret]) -> dict[str, ResolvedSecret]:
        """Return the secrets that the application may read itself."""
        if not self._props.rereads_secrets:
            return {}
        return {variable: one for variable, one in secrets.items() if one.store == "secretsmanager"}

    def _definition(self, containers: list[dict[str, Any]], **arguments: Any) -> aws.EcsTaskDefinition:
        props = self._props
        return aws.EcsTaskDefinition(
            self,
            self._name,
            family=props.name,
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(props.cpu),
            memory=str(props.memory),
            runtime_platform={
                "cpu_architecture": props.architecture.upper(),
                "operating_system_family": "LINUX",
            },
            container_definitions=json.dumps(containers, sort_keys=True, separators=(",", ":")),
            volume=[{"name": volume_name(path)} for path in props.container.volumes],
            ephemeral_storage={"size_in_gib": size} if (size := props.ephemeral_storage_gib) else None,
            # A rollback starts tasks of the previous revision, which must not be deregistered before it.
            skip_destroy=True,
            **arguments,
        )


def _is_here(secret: ResolvedSecret, placement: Placement) -> bool:
    """Whether a secret is one of this account and region, where its changes are heard of."""
    if secret.region != placement.region:
        return False
    return not secret.arn.startswith("arn:") or secret.arn.split(":")[4] == placement.account

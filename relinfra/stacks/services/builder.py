"""One service of the matrix as a service on Fargate."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.domain.names import service_name
from relinfra.matrix import Service
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.reach import anywhere
from relinfra.stacks.services.container import container_of
from relinfra.stacks.services.data import bucket_access, database_access, database_logins
from relinfra.stacks.services.ground import ServiceGround
from relinfra.stacks.services.log_router import log_router_of
from relinfra.stacks.services.permissions import permissions_of
from relinfra.stacks.services.running import mix_of, scaling_of
from relinfra.stacks.services.strategies import add_deployment_output, deployment_of
from relinfra.stacks.services.traffic import traffic_of
from relinfra_constructs.ecs.collector import COLLECTOR_IMAGE
from relinfra_constructs.ecs.ecs_service import FargateService, FargateServiceProps
from relinfra_constructs.ecs.secret_restart import CodeDeployRestart, SecretRestart, SecretRestartProps
from relinfra_constructs.ecs.service_connect import ConnectProps
from relinfra_constructs.ecs.task import FargateTaskProps
from relinfra_constructs.naming import terraform_name

__all__ = ["ServiceBuilder"]


@dataclass(frozen=True)
class ServiceBuilder:
    """The builder of the service that has `key` in the matrix, on its ground."""

    ground: ServiceGround
    key: str
    service: Service

    def build(self, connect: ConnectProps | None) -> FargateService:
        """Create the service; `connect` is what it asks others, and they it."""
        ground, service = self.ground, self.service
        props = FargateServiceProps(
            task=self._task(),
            cluster_arn=ground.cluster.arn,
            cluster_name=ground.cluster.name,
            vpc_id=ground.network.vpc_id,
            subnet_ids=ground.network.private_subnet_ids,
            traffic=traffic_of(ground, self.key, service),
            grace_seconds=service.own_grace_seconds,
            deployment=deployment_of(service, ground.scope.placement),
            scaling=scaling_of(self.key, service),
            mix=mix_of(service.capacity),
            capacity_providers=ground.cluster.capacity_providers,
            databases=database_access(ground.data, service),
            connect=connect,
            egress_cidrs=anywhere(ground.environment),
        )
        made = FargateService(ground.stack, f"service-{self.key}", props)
        if self.restarts(made):
            self._restart(made)
        return made

    def restarts(self, made: FargateService) -> bool:
        """Whether the tasks are replaced after a change of their secrets: the application does not read them anew."""
        return bool(made.task.secret_arns or made.task.parameter_arns) and not self.service.rereads_secrets

    def _restart(self, made: FargateService) -> None:
        scope, deploy = self.ground.scope, made.code_deploy
        name = service_name(scope.name, named_after(self.key, self.service))
        restart = SecretRestartProps(
            name=name,
            key=terraform_name(self.key),
            placement=scope.placement,
            cluster_name=scope.name,
            secret_arns=made.task.secret_arns,
            parameter_arns=made.task.parameter_arns,
            code_deploy=CodeDeployRestart(application=name, group=name, appspec=deploy.appspec) if deploy else None,
        )
        SecretRestart(self.ground.stack, f"secrets-{self.key}", restart)

    def add_outputs(self, made: FargateService) -> None:
        """Add what a release needs to know of the service that was `made`."""
        stack, cluster = self.ground.stack, self.ground.cluster.name
        add_deployment_output(stack, self.key, made, cluster=cluster)

    def _task(self) -> FargateTaskProps:
        ground, service = self.ground, self.service
        watched = ground.environment.observability
        return FargateTaskProps(
            name=service_name(ground.scope.name, named_after(self.key, service)),
            key=terraform_name(self.key),
            placement=ground.scope.placement,
            container=container_of(ground.stack, ground.environment, ground.data, self.key),
            log_kms_key_arn=ground.log_key_arn,
            log_retention_days=watched.log_retention_days,
            log_router=log_router_of(service, ground.data),
            cpu=service.cpu,
            memory=service.memory,
            ephemeral_storage_gib=service.ephemeral_storage_gib,
            architecture=service.architecture,
            buckets=bucket_access(ground.data, service),
            logins=database_logins(ground.data, service),
            permissions=permissions_of(service),
            tracing=watched.tracing == "xray",
            collector_image=watched.collector_image or COLLECTOR_IMAGE,
            rereads_secrets=service.rereads_secrets,
            sessions=ground.sessions.access if ground.sessions and service.exec else None,
        )

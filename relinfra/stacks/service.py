"""The service stack: what a release changes."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.names import load_balancer_logs_name, member_name
from relinfra.domain.rollout_time import DRAIN_SECONDS
from relinfra.matrix import Environment, Service, Shifting
from relinfra.matrix.connections import called_first
from relinfra.matrix.priorities import listener_priorities
from relinfra.stacks.code_deploy import add_deployment_output
from relinfra.stacks.connections import Connections
from relinfra.stacks.edge import add_web_acl, allowed_testers, firewall_of
from relinfra.stacks.failover import answers_for_domains, failover_role
from relinfra.stacks.image import image_reference
from relinfra.stacks.log_router import log_router_of
from relinfra.stacks.migration import add_migration_output, migration_of
from relinfra.stacks.public_names import add_domain_aliases, issue_certificates, served_domains
from relinfra.stacks.rollout import deployment_of
from relinfra.stacks.running import mix_of, scaling_of
from relinfra.stacks.scope import StackScope
from relinfra.stacks.service_data import ServiceData
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import Database
from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from relinfra_constructs.ecs.container import ContainerProps
from relinfra_constructs.ecs.ecs_service import FargateService, FargateServiceProps
from relinfra_constructs.ecs.log_router import router_log_group
from relinfra_constructs.ecs.secret import Secret
from relinfra_constructs.ecs.service_connect import ConnectProps
from relinfra_constructs.ecs.service_network import DatabaseAccess
from relinfra_constructs.ecs.sessions import ExecSessions, ExecSessionsProps, session_log_group
from relinfra_constructs.ecs.task import FargateTaskProps
from relinfra_constructs.ecs.task_roles import BucketAccess
from relinfra_constructs.ecs.traffic import HealthCheck, TrafficProps
from relinfra_constructs.edge.load_balancer import LoadBalancer, LoadBalancerProps
from relinfra_constructs.edge.web_acl_log import web_acl_log_group
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.networking.existing_network import NetworkOutputs

__all__ = ["ServiceStack"]


class ServiceStack(EnvironmentStack):
    """Outputs: `cluster`, `load_balancer` (None with workers alone), and `services` by their keys in the matrix."""

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        network: NetworkOutputs,
        data: ServiceData,
    ) -> None:
        super().__init__(app, scope, "service")
        self._environment = environment
        self._network = network
        self._data = data
        self._log_key_arn = self._log_key()
        self._sessions = self._exec_sessions()
        self.cluster = self._cluster()
        domains = served_domains(environment.services)
        self._certificates = issue_certificates(self, domains, proven=scope.protected is not None)
        self.load_balancer = self._load_balancer() if domains else None
        if self.load_balancer and (edge := firewall_of(environment)):
            add_web_acl(self, environment, edge, load_balancer_arn=self.load_balancer.arn, key_arn=self._log_key_arn)
        self.services = self._services()
        for key, made in self.services.items():
            add_migration_output(self, key, made, cluster=self.cluster.name, subnet_ids=network.private_subnet_ids)
            add_deployment_output(self, key, made, cluster=self.cluster.name)
        if self.load_balancer and answers_for_domains(scope, environment):
            ipv6, failover = environment.network.ipv6, failover_role(scope, environment)
            add_domain_aliases(self, domains, self._certificates, self.load_balancer, ipv6=ipv6, failover=failover)

    def _services(self) -> Mapping[str, FargateService]:
        services = self._environment.services
        connections = Connections(self, services, name=self.scope.name)
        made: dict[str, FargateService] = {}
        for key in called_first(services):
            made[key] = self._service(key, services[key], connections.of(key, made))
        return {key: made[key] for key in services}

    def _exec_sessions(self) -> ExecSessions | None:
        if not self._opens_sessions:
            return None
        props = ExecSessionsProps(
            cluster_name=self.scope.name,
            kms_key_arn=self._log_key_arn,
            log_retention_days=self._environment.observability.log_retention_days,
        )
        return ExecSessions(self, "sessions", props)

    def _cluster(self) -> Cluster:
        recorded = self._sessions.configuration if self._sessions else None
        return Cluster(self, "cluster", ClusterProps(name=self.scope.name, sessions=recorded))

    @property
    def _opens_sessions(self) -> bool:
        return any(service.exec for service in self._environment.services.values())

    def _log_key(self) -> str:
        placement, name = self.scope.placement, self.scope.name
        services = self._environment.services
        groups = [f"/ecs/{member_name(name, key)}" for key in services]
        groups += [router_log_group(member_name(name, key)) for key, one in services.items() if one.log_router]
        if firewall_of(self._environment):
            groups.append(web_acl_log_group(name))
        if self._opens_sessions:
            groups.append(session_log_group(name))
        props = EncryptionKeyProps(
            name=f"{name}-service",
            terraform_name="service",
            description=f"Logs of the services of {name}",
            placement=placement,
            services=[logs_service(placement, *groups)],
        )
        return EncryptionKey(self, "key", props).arn

    def _load_balancer(self) -> LoadBalancer:
        (_, first), *further = self._certificates.items()
        strategies = [service.deployment for service in self._environment.services.values()]
        test_ports = (strategy.test_port for strategy in strategies if isinstance(strategy, Shifting))
        props = LoadBalancerProps(
            name=self.scope.regional_name,
            placement=self.scope.placement,
            vpc_id=self._network.vpc_id,
            subnet_ids=self._network.public_subnet_ids,
            certificate_arn=first.arn,
            further_certificate_arns={terraform_name(key): certificate.arn for key, certificate in further},
            test_port=min(test_ports, default=None),
            test_cidrs=allowed_testers(self._environment, self._network),
            log_bucket_name=load_balancer_logs_name(self.scope.name, self.scope.placement.account),
            ipv6=self._environment.network.ipv6,
        )
        return LoadBalancer(self, "load-balancer", props)

    def _service(self, key: str, service: Service, connect: ConnectProps | None) -> FargateService:
        props = FargateServiceProps(
            task=self._task(key, service),
            cluster_arn=self.cluster.arn,
            cluster_name=self.cluster.name,
            vpc_id=self._network.vpc_id,
            subnet_ids=self._network.private_subnet_ids,
            traffic=self._traffic(key, service),
            deployment=deployment_of(service, self.scope.placement),
            scaling=scaling_of(service.scaling),
            mix=mix_of(service.capacity),
            databases={
                terraform_name(name): DatabaseAccess(security_group_id=self._databases[name].security_group_id)
                for name in service.databases
            },
            connect=connect,
        )
        return FargateService(self, f"service-{key}", props)

    def _task(self, key: str, service: Service) -> FargateTaskProps:
        return FargateTaskProps(
            name=member_name(self.scope.name, key),
            key=terraform_name(key),
            placement=self.scope.placement,
            container=self._container(key, service),
            log_kms_key_arn=self._log_key_arn,
            log_retention_days=self._environment.observability.log_retention_days,
            log_router=log_router_of(service, self._data),
            cpu=service.cpu,
            memory=service.memory,
            architecture=service.architecture,
            buckets={name: self._bucket_access(name) for name in service.buckets},
            tracing=self._environment.observability.tracing == "xray",
            migration=migration_of(service),
            sessions=self._sessions.access if self._sessions and service.exec else None,
        )

    def _container(self, key: str, service: Service) -> ContainerProps:
        stored = {variable: Secret(name=name) for variable, name in service.stored_secrets.items()}
        managed = {
            variable: Secret(arn=self._databases[name].secret_arn)
            for variable, name in service.database_secrets.items()
        }
        return ContainerProps(
            image=image_reference(self, key, service.image),
            port=None if service.worker else service.port,
            command=service.command or (),
            user=service.user,
            writable_paths=service.writable_paths,
            health_command=service.health_check.command or (),
            environment=service.environment,
            references=self._references(service),
            secrets={**stored, **managed},
        )

    def _references(self, service: Service) -> dict[str, str]:
        """Return where the service finds what the matrix gives it: `DATABASE_HOST`, `BUCKET_ASSETS`."""
        found: dict[str, str] = {}
        for variable, name in service.database_secrets.items():
            database = self._databases[name]
            found[f"{variable}_HOST"] = database.endpoint_address
            found[f"{variable}_PORT"] = str(database.port)
            found[f"{variable}_NAME"] = database.database_name
            if database.reader_address is not None:
                found[f"{variable}_READER_HOST"] = database.reader_address
        for name in service.buckets:
            found[f"BUCKET_{terraform_name(name).upper()}"] = self._data.buckets[name].id
        return found

    def _traffic(self, key: str, service: Service) -> TrafficProps | None:
        domain, check = service.domain, service.health_check
        if domain is None or self.load_balancer is None:
            return None
        priorities = listener_priorities(self._environment.services)
        shifts = isinstance(service.deployment, Shifting)
        return TrafficProps(
            load_balancer_arn_suffix=self.load_balancer.arn_suffix,
            load_balancer_security_group_id=self.load_balancer.security_group_id,
            listener_arn=self.load_balancer.https_listener_arn,
            test_listener_arn=self.load_balancer.test_listener_arn if shifts else None,
            priority=priorities[key],
            target_group_name=member_name(self.scope.regional_name, key),
            hosts=[domain.name],
            paths=domain.paths,
            health_check=HealthCheck(
                path=check.path,
                interval_seconds=check.interval_seconds,
                timeout_seconds=check.timeout_seconds,
                healthy_threshold=check.healthy_threshold,
                unhealthy_threshold=check.unhealthy_threshold,
            ),
            grace_seconds=check.grace_seconds,
            drain_seconds=DRAIN_SECONDS,
            shared_load_balancer=len(priorities) > 1,
        )

    @property
    def _databases(self) -> Mapping[str, Database]:
        return self._data.databases

    def _bucket_access(self, name: str) -> BucketAccess:
        bucket = self._data.buckets[name]
        return BucketAccess(arn=bucket.arn, kms_key_arn=bucket.key_arn)

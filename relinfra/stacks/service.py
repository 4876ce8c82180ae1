"""The service stack: what a release changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relinfra.domain.names import load_balancer_logs_name, load_balancer_name, service_name
from relinfra.matrix import Environment, Shifting
from relinfra.matrix.connections import called_first
from relinfra.matrix.failover import region_domains, served_domains
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.edge import add_web_acl, allowed_testers, firewall_of
from relinfra.stacks.failover import answers_for_domains, failover_role
from relinfra.stacks.public_names import add_domain_aliases, check_regions, issue_certificates
from relinfra.stacks.scope import StackScope
from relinfra.stacks.services import Connections, ServiceBuilder, ServiceData, ServiceGround
from relinfra.stacks.services.openings import open_ways
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.ecs.log_router import router_log_group
from relinfra_constructs.ecs.sessions import ExecSessions, ExecSessionsProps, session_log_group
from relinfra_constructs.edge.load_balancer import LoadBalancer, LoadBalancerProps
from relinfra_constructs.edge.region_check import RegionCheck
from relinfra_constructs.edge.web_acl_log import web_acl_log_group
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.networking.existing_network import NetworkOutputs

__all__ = ["ServiceStack"]


class ServiceStack(EnvironmentStack):
    """Outputs: `cluster`, `load_balancer` (None with workers alone), and `services` by their keys in the matrix.

    `restarted` are the keys of those whose tasks are replaced after a change of their secrets; `region_checks` those by
    which Route 53 moves names, by the keys of the services that decide, and none elsewhere.
    """

    restarted: Sequence[str]

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
        self._log_key_arn = self._log_key()
        self._sessions = self._exec_sessions()
        self.cluster = self._cluster()
        domains = served_domains(environment.services)
        self._certificates = issue_certificates(self, domains, proven=scope.protected is not None)
        self._region_domains = region_domains(environment)
        self._region_certificates = issue_certificates(self, self._region_domains, suffix="region")
        self.load_balancer = self._load_balancer() if domains else None
        if self.load_balancer and (edge := firewall_of(environment)):
            add_web_acl(self, environment, edge, load_balancer_arn=self.load_balancer.arn, key_arn=self._log_key_arn)
        self.services = self._services(data)
        self.region_checks: Mapping[str, RegionCheck] = {}
        if self.load_balancer and answers_for_domains(scope, environment):
            self.region_checks = self._region_checks(self.load_balancer)
            add_domain_aliases(
                self,
                domains,
                self._certificates,
                self.load_balancer,
                ipv6=environment.network.ipv6,
                failover=failover_role(scope, environment),
                checks=self.region_checks,
            )

    def _region_checks(self, load_balancer: LoadBalancer) -> Mapping[str, RegionCheck]:
        services, certificates = self._environment.services, self._region_certificates
        return check_regions(self, self._region_domains, services, certificates, load_balancer)

    def _services(self, data: ServiceData) -> Mapping[str, FargateService]:
        services = self._environment.services
        ground = ServiceGround(
            stack=self,
            scope=self.scope,
            environment=self._environment,
            network=self._network,
            data=data,
            log_key_arn=self._log_key_arn,
            cluster=self.cluster,
            sessions=self._sessions,
            load_balancer=self.load_balancer,
            region_hosts={key: domain.name for key, domain in self._region_domains.items()},
        )
        connections = Connections(self, services, name=self.scope.name)
        builders = {key: ServiceBuilder(ground, key, service) for key, service in services.items()}
        made: dict[str, FargateService] = {}
        for key in called_first(services):
            made[key] = builders[key].build(connections.of(key, made))
        open_ways(services, made)
        self.restarted = [key for key, builder in builders.items() if builder.restarts(made[key])]
        for key, builder in builders.items():
            builder.add_outputs(made[key])
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
        names = {key: service_name(name, named_after(key, service)) for key, service in services.items()}
        groups = [f"/ecs/{one}" for one in names.values()]
        groups += [router_log_group(names[key]) for key, one in services.items() if one.log_router]
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
        further += [(f"{key}-region", certificate) for key, certificate in self._region_certificates.items()]
        strategies = [service.deployment for service in self._environment.services.values()]
        test_ports = (strategy.test_port for strategy in strategies if isinstance(strategy, Shifting))
        props = LoadBalancerProps(
            name=load_balancer_name(self.scope.regional_name, self.scope.short),
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

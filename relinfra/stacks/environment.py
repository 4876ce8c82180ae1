"""The stacks of an environment, in its own region and in every further one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.matrix import ColdStandby
from relinfra.reading.nearest import nearest
from relinfra.reading.table import FrozenMapping
from relinfra.stacks.contract import declare_contract
from relinfra.stacks.data import DataStack
from relinfra.stacks.failover_observability import FailoverObservabilityStack
from relinfra.stacks.migration import MigrationStack
from relinfra.stacks.network import NetworkStack
from relinfra.stacks.observability import ObservabilityStack
from relinfra.stacks.recovery import RecoveryStack
from relinfra.stacks.restored_data import RestoredDataStack
from relinfra.stacks.scope import StackScope
from relinfra.stacks.service import ServiceStack
from relinfra.stacks.services.data import GivenData
from relinfra.stacks.standby import restored_environment, standby_environment
from relinfra.stacks.standby_data import StandbyDataStack
from relinfra.stacks.standby_observability import StandbyObservabilityStack
from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import Database
from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.edge.load_balancer import LoadBalancer
from relinfra_constructs.networking.existing_network import NetworkOutputs
from relinfra_constructs.observability.topic import AlertTopic
from relinfra_constructs.placement import Placement
from relinfra_constructs.storage.bucket import Bucket

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Matrix, RegionalEnvironment
    from relinfra.stacks.stack import EnvironmentStack

__all__ = ["EnvironmentStacks", "RegionStacks"]


class RegionStacks:
    """The stacks of one environment in one region, and what they hand out.

    Every output is a cdktf token: used in a stack of the app, it becomes a reference to this environment's state.
    """

    def __init__(self, app: Construct, matrix: Matrix, deployment: RegionalEnvironment) -> None:
        environment = deployment.environment
        self._scope = scope = _scope(matrix, deployment)
        self._network = NetworkStack(app, scope, environment)
        self._data = None
        if DataStack.is_needed(environment):
            self._data = DataStack(app, scope, environment, self.network)
        data = self._data or GivenData()
        self._migration = None
        if MigrationStack.is_needed(environment):
            self._migration = MigrationStack(app, scope, environment, self.network, data)
        self._service = ServiceStack(app, scope, environment, self.network, data)
        if self._migration:
            # It reads nothing of it, but its code needs the schema that is made there.
            self._service.add_dependency(self._migration)
        self._observability = ObservabilityStack(app, scope, environment, self._service, self._data)
        self._recovery = None
        if environment.disaster_recovery and self._data and RecoveryStack.is_needed(environment):
            self._recovery = RecoveryStack(app, scope, environment, self._data, environment.disaster_recovery)
        found = (self._network, self._data, self._migration, self._service, self._observability, self._recovery)
        own = tuple(stack for stack in found if stack is not None)
        self._standby = self._standby_stacks(app, environment, own)
        declare_contract(own, environment, beside=self._standby)

    def _standby_stacks(
        self, app: Construct, environment: Environment, own: Sequence[EnvironmentStack]
    ) -> tuple[EnvironmentStack, ...]:
        plan = environment.disaster_recovery
        if isinstance(plan, ColdStandby):
            return self._stacks_of_the_day(app, environment, plan, own)
        if plan is None:
            return ()
        scope, ready = self._scope.recovery(plan.region), standby_environment(environment, plan)
        network = NetworkStack(app, scope, ready)
        # It reads nothing of the network it stands in for; that it belongs to it is told by this.
        network.add_dependency(self._network)
        data = None
        if self._data and self._data.standby_key_arn:
            key_arn = self._data.standby_key_arn
            data = StandbyDataStack(app, scope, ready, network.network, self._data, key_arn=key_arn)
        buckets = self._recovery.buckets if self._recovery else {}
        service = ServiceStack(app, scope, ready, network.network, GivenData(data.databases if data else {}, buckets))
        # Its certificates are proven by the DNS records of the region it stands in for.
        service.add_dependency(self._service)
        observability = StandbyObservabilityStack(app, scope, ready, service, plan)
        failover = None
        if FailoverObservabilityStack.is_needed(environment):
            failover = FailoverObservabilityStack(app, scope, ready, self._service, service)
        found = (network, data, service, observability, failover)
        standby = tuple(stack for stack in found if stack is not None)
        declare_contract(standby, ready, stands_by=True, beside=own)
        return standby

    def _stacks_of_the_day(
        self, app: Construct, environment: Environment, plan: ColdStandby, own: Sequence[EnvironmentStack]
    ) -> tuple[EnvironmentStack, ...]:
        """Make what is applied when the region is lost: everything, with databases from the copies of their backups."""
        if plan.network is None:
            return ()
        scope = self._scope.recovery(plan.region, on_the_day=True)
        ready = restored_environment(environment, plan, plan.network)
        network = NetworkStack(app, scope, ready)
        # It reads nothing of the network it stands in for; that it belongs to it is told by this.
        network.add_dependency(self._network)
        data = None
        if ready.databases and self._recovery:
            data = RestoredDataStack(app, scope, ready, network.network, self._recovery.standby)
        if data and self._data:
            data.add_dependency(self._data)
        buckets = self._recovery.buckets if self._recovery else {}
        service = ServiceStack(app, scope, ready, network.network, GivenData(data.databases if data else {}, buckets))
        service.add_dependency(self._service)
        observability = ObservabilityStack(app, scope, ready, service)
        observability.add_dependency(self._observability)
        found = (network, data, service, observability)
        prepared = tuple(stack for stack in found if stack is not None)
        declare_contract(prepared, ready, stands_by=True, beside=own)
        return prepared

    @property
    def scope(self) -> StackScope:
        """Project, environment, account and region: what a stack of the team's own is made with."""
        return self._scope

    @property
    def network(self) -> NetworkOutputs:
        """The VPC: `network.vpc_id`, `network.private_subnet_ids`, …."""
        return self._network.network

    @property
    def load_balancer(self) -> LoadBalancer:
        """The public load balancer: `load_balancer.https_listener_arn`, ….

        Raises UsageError where all services are workers.
        """
        if self._service.load_balancer is None:
            raise UsageError(f"{self._scope.name} has no load balancer: its services are all workers")
        return self._service.load_balancer

    @property
    def services(self) -> Mapping[str, FargateService]:
        """The services by key: `services["web"].security_group_id`, …."""
        return FrozenMapping(self._service.services)

    @property
    def databases(self) -> Mapping[str, Database]:
        """The databases by key: `databases["main"].endpoint_address`, …."""
        return FrozenMapping(self._data.databases if self._data else {})

    @property
    def buckets(self) -> Mapping[str, Bucket]:
        """The buckets by key: `buckets["assets"].arn`, …."""
        return FrozenMapping(self._data.buckets if self._data else {})

    @property
    def alerts(self) -> AlertTopic:
        """The topic that people are alerted through: `alerts.arn`."""
        return self._observability.topic

    @property
    def stacks(self) -> tuple[EnvironmentStack, ...]:
        """Every stack, in the order they are deployed."""
        before = (self._network, self._data, self._migration)
        found = (*before, self._service, self._observability, self._recovery, *self._standby)
        return tuple(stack for stack in found if stack is not None)

    @property
    def by_component(self) -> Mapping[str, EnvironmentStack]:
        """The stacks by what their names end in: `service`, and of what stands ready elsewhere `recovery-service`."""
        prefix = f"{self._scope.name}-"
        return FrozenMapping({stack.node.id.removeprefix(prefix): stack for stack in self.stacks})

    def stack(self, component: str) -> EnvironmentStack:
        """Return the stack of a component, such as `service`. Raises UsageError naming the nearest."""
        known = self.by_component
        if component not in known:
            raise UsageError(f"{self._scope.name} has no stack {component!r}; {nearest(component, known)}")
        return known[component]

    def resource(self, component: str, address: str) -> aws.Resource | aws.DataSource:
        """Return a resource by component and Terraform address: `resource("service", "aws_ecs_service.web")`.

        What its `override` sets is listed in the plan as a deviation. Raises UsageError naming the nearest.
        """
        return self.stack(component).resource(address)


class EnvironmentStacks(RegionStacks):
    """The stacks of an environment in its own region; those of its further regions are in `regions`."""

    def __init__(self, app: Construct, matrix: Matrix, deployments: Sequence[RegionalEnvironment]) -> None:
        primary, *further = deployments
        super().__init__(app, matrix, primary)
        self._regions = {deployment.region: RegionStacks(app, matrix, deployment) for deployment in further}

    @property
    def regions(self) -> Mapping[str, RegionStacks]:
        """The further regions by name; empty where the environment runs in one."""
        return FrozenMapping(self._regions)

    @property
    def all_stacks(self) -> tuple[EnvironmentStack, ...]:
        """The stacks of every region, the environment's own region first."""
        return (*self.stacks, *(stack for region in self._regions.values() for stack in region.stacks))


def _scope(matrix: Matrix, deployment: RegionalEnvironment) -> StackScope:
    recovery = deployment.environment.disaster_recovery
    return StackScope(
        project=matrix.project,
        environment=deployment.environment.name,
        placement=Placement(account=deployment.account, region=deployment.region),
        primary=deployment.primary,
        state_bucket=matrix.state.bucket,
        state_region=matrix.state.region,
        recovery_state=recovery.state if recovery else None,
        tags=deployment.environment.tags,
        short_name=deployment.environment.short_name,
        role_boundary=_role_boundary(matrix, deployment.environment),
    )


def _role_boundary(matrix: Matrix, environment: Environment) -> str | None:
    foundation = matrix.foundation
    if foundation is None:
        return None
    from relinfra.stacks.pipeline_access import pipeline_access  # noqa: PLC0415 - without accounts to prepare, not needed

    return pipeline_access(matrix, foundation, environment).access.boundary_arn

"""A service on Fargate: a task, the requests it gets, how many run, and how a new revision takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.called_service import answering_task, check_connect
from relinfra_constructs.ecs.capacity import FargateMix
from relinfra_constructs.ecs.code_deploy import CODE_DEPLOY_OWNS, CodeDeploy, CodeDeployProps, code_deploy_controller
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.deployment import Deployment, EcsDeployment
from relinfra_constructs.ecs.ecs_controller import EcsController
from relinfra_constructs.ecs.opening import Opening, open_way
from relinfra_constructs.ecs.rollback import RollbackAlarms, RollbackAlarmsProps
from relinfra_constructs.ecs.rolling_deployment import RollingDeployment
from relinfra_constructs.ecs.scaling import Scaling, ScalingProps
from relinfra_constructs.ecs.service_connect import CalledService, ConnectProps, connect_configuration
from relinfra_constructs.ecs.service_network import DatabaseAccess, ServiceNetwork
from relinfra_constructs.ecs.task import FargateTask, FargateTaskProps
from relinfra_constructs.ecs.traffic import Traffic, TrafficProps
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceLoadBalancer

__all__ = ["FargateService", "FargateServiceProps"]


class FargateServiceProps(Props):
    """Props of an `EcsService`: what runs, where, for whom, and how it is replaced.

    task: the task; the service bears its `name` and `key`.
    cluster_arn, cluster_name: outputs of a `Cluster`.
    vpc_id: the network; `subnet_ids`: its private subnets.
    traffic: the requests it gets; None for a worker, which then deploys rolling.
    grace_seconds: without traffic, how long after its start a task is not replaced for what its health command says;
        not at all by default.
    deployment: the strategy; rolling without surge limits by default.
    mix: share of Spot tasks; all on demand by default, and wherever CodeDeploy deploys.
    capacity_providers: output of a `Cluster` made with it, after which a mix has to come; None for one already there.
    scaling: how many tasks; two to four at 60 % CPU by default.
    databases: by Terraform name, the databases it connects to.
    connect: what it asks other services of the cluster, and they it; nothing by default.
    egress_cidrs: where it reaches HTTPS; anywhere by default, since AWS and most partners have no fixed addresses.
    """

    task: FargateTaskProps
    cluster_arn: str
    cluster_name: str
    vpc_id: str
    subnet_ids: Sequence[str]
    traffic: TrafficProps | None = None
    grace_seconds: int | None = None
    deployment: Deployment = field(default_factory=RollingDeployment)
    scaling: ScalingProps = field(default_factory=ScalingProps)
    mix: FargateMix | None = None
    capacity_providers: Construct | None = None
    databases: Mapping[str, DatabaseAccess] = field(default_factory=dict)
    connect: ConnectProps | None = None
    egress_cidrs: Sequence[str] = ("0.0.0.0/0",)

    def __post_init__(self) -> None:
        """Refuse a worker that would shift or watch requests. Raises ConstructError."""
        if self.traffic is None and (self.deployment.shifts_traffic or self.deployment.thresholds):
            raise ConstructError(
                f"{self.task.name}: {self.deployment.strategy} and rollback thresholds need traffic; "
                "deploy a worker rolling, without thresholds"
            )
        if self.traffic and self.traffic.stickiness_seconds and self.deployment.shifts_traffic:
            # A rule with two groups has to be sticky itself then, and would hold callers where traffic leaves:
            # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
            raise ConstructError(f"{self.task.name}: sticky requests need a rolling deployment")
        if self.traffic and self.task.container.port is None:
            raise ConstructError(f"{self.task.name}: traffic needs the `port` of the container; found none")
        if self.mix and isinstance(self.deployment, CodeDeployDeployment):
            raise ConstructError(f"{self.task.name}: Terraform cannot change a mix with Spot where CodeDeploy deploys")
        if self.connect:
            check_connect(self.task, self.deployment, self.connect)


class FargateService(Construct):
    """A service that replaces itself, and rolls back by itself, while Terraform waits for the outcome.

    Where CodeDeploy deploys, Terraform neither starts it nor waits.

    Outputs: `name`, `security_group_id`, `metrics` (a `TargetMetrics`, None for a worker),
    `rollback_alarm_names` (plain text), `task` (a `FargateTask`), `code_deploy` (a `CodeDeploy`, or None) and `called`,
    for services that call it.
    """

    def __init__(self, scope: Construct, id: str, props: FargateServiceProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.task = FargateTask(self, "task", answering_task(props.task, props.connect))
        network = self._ways = self._network()
        traffic = self._traffic()
        self.metrics = traffic.metrics if traffic else None
        alarms = self._rollback_alarms()
        self.rollback_alarm_names: tuple[str, ...] = alarms.names if alarms else ()
        service = self._service(network, traffic, alarms)
        self.code_deploy = self._code_deploy(service, network, traffic, alarms)
        self._made = service
        self.name: str = service.name
        self.security_group_id = network.security_group_id
        if props.scaling.automatic:
            Scaling(
                self,
                "scaling",
                props.scaling,
                key=props.task.key,
                cluster_name=props.cluster_name,
                service_name=service.name,
            )

    def open(self, opening: Opening) -> None:
        """Open a further way in or out of the tasks."""
        open_way(self._ways, self._props.task.key, self.security_group_id, opening)

    @property
    def called(self) -> CalledService:
        """Return what others need to call the service. Raises ConstructError for a worker."""
        if self.task.port is None:
            raise ConstructError(f"{self._props.task.name} is a worker: nobody can call it")
        return CalledService(security_group_id=self.security_group_id, port=self.task.port, service=self._made)

    def _connect(self) -> aws.EcsServiceServiceConnectConfiguration | None:
        connect = self._props.connect
        return connect_configuration(connect, logs=self.task.logs) if connect else None

    def _before(self) -> list[Construct]:
        """Return what has to be there before: the services it calls, and the providers it mixes."""
        connect, mixed = self._props.connect, self._props.capacity_providers if self._props.mix else None
        called = [connect.calls[name].service for name in sorted(connect.calls)] if connect else []
        return [*called, *([mixed] if mixed else [])]

    def _network(self) -> ServiceNetwork:
        props = self._props
        network = ServiceNetwork(self, "network", name=props.task.name, key=props.task.key, vpc_id=props.vpc_id)
        if props.traffic and props.task.container.port:
            network.accept(props.traffic.load_balancer_security_group_id, props.task.container.port)
        network.connect(props.databases)
        network.call(props.connect.calls if props.connect else {})
        network.reach(props.egress_cidrs)
        return network

    def _traffic(self) -> Traffic | None:
        traffic, port = self._props.traffic, self.task.port
        if traffic is None or port is None:
            return None
        return Traffic(
            self,
            "traffic",
            traffic,
            port=port,
            name=self._props.task.name,
            key=self._props.task.key,
            vpc_id=self._props.vpc_id,
            shifts_traffic=self._props.deployment.shifts_traffic,
            idle_tested=not self._by_code_deploy,
        )

    def _rollback_alarms(self) -> RollbackAlarms | None:
        task, thresholds = self._props.task, self._props.deployment.thresholds
        if self.metrics is None or thresholds is None:
            return None
        actor = "CodeDeploy" if self._by_code_deploy else "ECS"
        props = RollbackAlarmsProps(
            name=task.name, key=task.key, metrics=self.metrics, thresholds=thresholds, actor=actor
        )
        return RollbackAlarms(self, "rollback", props)

    def _service(
        self, network: ServiceNetwork, traffic: Traffic | None, alarms: RollbackAlarms | None
    ) -> aws.EcsService:
        props = self._props
        ecs = self._ecs(traffic, alarms)
        return aws.EcsService(
            self,
            terraform_name(props.task.key),
            name=props.task.name,
            cluster=props.cluster_arn,
            task_definition=self.task.definition_arn,
            launch_type=None if props.mix else "FARGATE",
            capacity_provider_strategy=props.mix.strategy() if props.mix else None,
            # Without it, the provider replaces the service where only the mix changes.
            force_new_deployment=True if props.mix else None,
            desired_count=props.scaling.minimum,
            network_configuration={
                "subnets": props.subnet_ids,
                "security_groups": [network.security_group_id],
                "assign_public_ip": False,
            },
            load_balancer=self._load_balancer(traffic, ecs) if traffic else None,
            health_check_grace_period_seconds=props.traffic.grace_seconds if props.traffic else props.grace_seconds,
            service_connect_configuration=self._connect(),
            enable_execute_command=props.task.sessions is not None,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            # A target group takes tasks only once a rule uses it; tasks start only once they may talk.
            depends_on=[network, *([traffic] if traffic else []), *(ecs.parts if ecs else []), *self._before()],
            lifecycle={"ignore_changes": ignored} if (ignored := self._left_alone()) else None,
            **(ecs.arguments if ecs else code_deploy_controller()),
        )

    def _ecs(self, traffic: Traffic | None, alarms: RollbackAlarms | None) -> EcsController | None:
        task, deployment = self._props.task, self._props.deployment
        if not isinstance(deployment, EcsDeployment):
            return None
        return EcsController(
            self,
            "ecs",
            deployment,
            name=task.name,
            key=task.key,
            placement=task.placement,
            traffic=traffic,
            alarms=alarms,
        )

    def _left_alone(self) -> list[str]:
        """Return the arguments that Terraform sets once, and others from then on."""
        scaled = ["desired_count"] if self._props.scaling.automatic else []
        return [*scaled, *(CODE_DEPLOY_OWNS if self._by_code_deploy else ())]

    @property
    def _by_code_deploy(self) -> bool:
        return isinstance(self._props.deployment, CodeDeployDeployment)

    def _code_deploy(
        self, service: aws.EcsService, network: ServiceNetwork, traffic: Traffic | None, alarms: RollbackAlarms | None
    ) -> CodeDeploy | None:
        props, deployment = self._props, self._props.deployment
        if not isinstance(deployment, CodeDeployDeployment) or traffic is None or alarms is None:
            return None
        code_deploy = CodeDeployProps(
            name=props.task.name,
            key=props.task.key,
            placement=props.task.placement,
            deployment=deployment,
            cluster_name=props.cluster_name,
            service_name=service.name,
            subnet_ids=props.subnet_ids,
            security_group_id=network.security_group_id,
            listener_arns=traffic.listener_arns,
        )
        return CodeDeploy(self, "code-deploy", code_deploy, task=self.task, traffic=traffic, alarms=alarms)

    def _load_balancer(self, traffic: Traffic, ecs: EcsController | None) -> EcsServiceLoadBalancer:
        block: EcsServiceLoadBalancer = {
            "target_group_arn": traffic.target_group_arn,
            "container_name": self.task.container_name,
            "container_port": traffic.port,
        }
        if ecs is not None and ecs.advanced_configuration is not None:
            block["advanced_configuration"] = ecs.advanced_configuration
        return block

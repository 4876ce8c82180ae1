"""Services for tests: small props with one thing changed at a time."""

from typing import Any

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.ecs.blue_green_deployment import BlueGreenDeployment
from relinfra_constructs.ecs.cluster import Cluster, ClusterProps
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.container import ContainerProps
from relinfra_constructs.ecs.deployment import LifecycleHook, RollbackThresholds
from relinfra_constructs.ecs.ecs_service import FargateService, FargateServiceProps
from relinfra_constructs.ecs.task import FargateTaskProps
from relinfra_constructs.ecs.traffic import HealthCheck, TrafficProps
from relinfra_constructs.ecs.traffic_routing import TrafficRouting
from relinfra_constructs.edge.load_balancer import LoadBalancer, LoadBalancerProps
from relinfra_constructs.observability.metrics import TargetMetrics
from tests.support import HERE, KEY_ARN

IMAGE = f"{HERE.account}.dkr.ecr.{HERE.region}.amazonaws.com/shop/web:2.5.0"
THRESHOLDS = RollbackThresholds(error_rate_percent=2, p95_latency_ms=400, evaluation_minutes=5)
BLUE_GREEN = BlueGreenDeployment(bake_minutes=30, rollback=THRESHOLDS)
SMOKE_ARN = HERE.arn("lambda", "function:smoke")
CODE_DEPLOY = CodeDeployDeployment(
    bake_minutes=30,
    rollback=THRESHOLDS,
    routing=TrafficRouting(type="TimeBasedCanary", percentage=20, interval_minutes=7),
    hooks=[LifecycleHook(function_arn=SMOKE_ARN, stages=["AfterAllowTestTraffic"])],
)
BLUE_METRICS = TargetMetrics(load_balancer="app/shop", target_groups=("targetgroup/web",))
SWAPPING_METRICS = TargetMetrics(load_balancer="app/shop", target_groups=("targetgroup/web", "targetgroup/web-alt"))


def task_props(key: str = "web", *, container: dict[str, Any] | None = None, **arguments: Any) -> FargateTaskProps:
    settings: dict[str, Any] = {"log_kms_key_arn": KEY_ARN, **arguments}
    return FargateTaskProps(
        name=f"shop-production-{key}",
        key=key,
        placement=HERE,
        container=ContainerProps(**{"image": IMAGE, **(container or {})}),
        **settings,
    )


def traffic_props(**arguments: Any) -> TrafficProps:
    settings: dict[str, Any] = {
        "load_balancer_arn_suffix": "app/shop",
        "load_balancer_security_group_id": "sg-load-balancer",
        "listener_arn": "arn:listener",
        "hosts": ["shop.example.com"],
        "priority": 100,
        "health_check": HealthCheck(path="/healthz"),
    }
    return TrafficProps(**{**settings, **arguments})


def service_props(**arguments: Any) -> FargateServiceProps:
    settings: dict[str, Any] = {
        "task": task_props(),
        "cluster_arn": "arn:cluster",
        "cluster_name": "shop-production",
        "vpc_id": "vpc-1",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "traffic": traffic_props(),
    }
    return FargateServiceProps(**{**settings, **arguments})


def load_balancer_props(**arguments: Any) -> LoadBalancerProps:
    settings: dict[str, Any] = {
        "name": "shop-production",
        "placement": HERE,
        "vpc_id": "vpc-1",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "certificate_arn": "arn:certificate",
        "log_bucket_name": "shop-production-load-balancer-logs",
    }
    return LoadBalancerProps(**{**settings, **arguments})


def served(stack: TerraformStack, *, test_port: int | None = None, **arguments: Any) -> FargateService:
    """Fill `stack` with a cluster, a load balancer and a service behind it."""
    cluster = Cluster(stack, "cluster", ClusterProps(name="shop-production"))
    balancer = LoadBalancer(
        stack,
        "load_balancer",
        load_balancer_props(test_port=test_port, test_cidrs=["192.0.2.0/24"] if test_port else []),
    )
    traffic = traffic_props(
        load_balancer_arn_suffix=balancer.arn_suffix,
        load_balancer_security_group_id=balancer.security_group_id,
        listener_arn=balancer.https_listener_arn,
        test_listener_arn=balancer.test_listener_arn,
    )
    props = service_props(cluster_arn=cluster.arn, traffic=traffic, **arguments)
    return FargateService(stack, "web", props)

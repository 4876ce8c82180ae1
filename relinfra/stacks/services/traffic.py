"""Traffic: the requests a service gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import alternate_group_name, target_group_name
from relinfra.matrix import Shifting
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.ecs.traffic import HealthCheck, TrafficProps

if TYPE_CHECKING:
    from relinfra.matrix import Service
    from relinfra.stacks.services.ground import ServiceGround

__all__ = ["traffic_of"]


def traffic_of(ground: ServiceGround, key: str, service: Service) -> TrafficProps | None:
    """Return the requests as the matrix says, or None where nobody asks the service through the load balancer."""
    domain, check, load_balancer = service.domain, service.health_check, ground.load_balancer
    if domain is None or load_balancer is None:
        return None
    group = target_group_name(ground.scope.regional_name, ground.scope.short, named_after(key, service))
    return TrafficProps(
        load_balancer_arn_suffix=load_balancer.arn_suffix,
        load_balancer_security_group_id=load_balancer.security_group_id,
        listener_arn=load_balancer.https_listener_arn,
        test_listener_arn=load_balancer.test_listener_arn if isinstance(service.deployment, Shifting) else None,
        priority=ground.priorities[key],
        target_group_name=group,
        alternate_group_name=alternate_group_name(group),
        hosts=[domain.name, *([ground.region_hosts[key]] if key in ground.region_hosts else [])],
        paths=domain.paths,
        health_check=HealthCheck(
            path=check.path,
            status=check.success_codes,
            interval_seconds=check.interval_seconds,
            timeout_seconds=check.timeout_seconds,
            healthy_threshold=check.healthy_threshold,
            unhealthy_threshold=check.unhealthy_threshold,
        ),
        grace_seconds=check.grace_seconds,
        drain_seconds=service.drain_seconds,
        stickiness_seconds=service.stickiness_seconds,
        shared_load_balancer=len(ground.priorities) > 1,
    )

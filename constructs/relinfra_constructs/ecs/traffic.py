"""Target groups and listener rules: the way of requests to a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.metrics import TargetMetrics
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import (
        LbListenerRuleAction,
        LbListenerRuleActionForwardTargetGroup,
        LbTargetGroupStickiness,
    )

__all__ = ["HealthCheck", "Traffic", "TrafficProps"]


class HealthCheck(Props):
    """The health check by which the load balancer asks a task whether it is well. Seconds, and answers in a row."""

    path: str = "/"
    status: str = "200"
    interval_seconds: int = 15
    timeout_seconds: int = 5
    healthy_threshold: int = 2
    unhealthy_threshold: int = 3


class TrafficProps(Props):
    """Props of `Traffic`: the requests a service gets, and from which load balancer.

    load_balancer_arn_suffix, load_balancer_security_group_id, listener_arn, test_listener_arn: outputs of a
        `LoadBalancer`; the test listener only serves strategies that shift traffic.
    priority: of the rules, 1 to 50000, unique on the listener.
    target_group_name: physical name, unique in the region, of at most 32 characters; the service's own by default.
    alternate_group_name: that of the group that traffic moves to; the first one's and `-alt` by default.
    hosts, paths: what a request must match; one of the two at least.
    health_check: how a task proves to be well.
    grace_seconds: how long after its start a task is not replaced for failing it.
    drain_seconds: how long requests under way may take when a task leaves.
    stickiness_seconds: how long a cookie leads a browser to the same task; not at all by default.
    shared_load_balancer: whether other services answer behind the same load balancer; see `TargetMetrics`.
    """

    load_balancer_arn_suffix: str
    load_balancer_security_group_id: str
    listener_arn: str
    priority: int
    test_listener_arn: str | None = None
    target_group_name: str | None = None
    alternate_group_name: str | None = None
    hosts: Sequence[str] = ()
    paths: Sequence[str] = ()
    health_check: HealthCheck = HealthCheck()
    grace_seconds: int = 60
    drain_seconds: int = 30
    stickiness_seconds: int | None = None
    shared_load_balancer: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule that matches nothing in particular. Raises ConstructError."""
        if not self.hosts and not self.paths:
            raise ConstructError("a listener rule needs hosts or paths to match; found neither")


class Traffic(Construct):
    """Target groups and listener rules of one service, whose container listens on `port`.

    With `shifts_traffic` there is an alternate target group, and whoever shifts owns what the rules forward to: ECS, or
    CodeDeploy, which finds the rules of a listener by the target groups they forward to. `idle_tested` says where the
    test rule leads between deployments: to the idle group, as ECS leaves it, or to the tasks that run, as CodeDeploy
    does.

    Outputs: `target_group_arn`, `alternate_target_group_arn` (or None), `target_group_names`, `rule`, `test_rule` (or
    None), `listener_arns` (the production listener, then the test listener where there is one), `port`, `metrics`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: TrafficProps,
        *,
        port: int,
        name: str,
        key: str,
        vpc_id: str,
        shifts_traffic: bool,
        idle_tested: bool = True,
    ) -> None:
        super().__init__(scope, id)
        self._props, self._key, self._vpc_id = props, key, vpc_id
        self.port = port
        listeners = (props.listener_arn, props.test_listener_arn)
        self.listener_arns = tuple(listener for listener in listeners if listener is not None)
        group_name = props.target_group_name or name
        primary = self._target_group(terraform_name(key), group_name)
        groups = [primary]
        if shifts_traffic:
            groups.append(
                self._target_group(terraform_name(key, "alternate"), props.alternate_group_name or f"{group_name}-alt")
            )
        self.target_group_arn: str = primary.arn
        self.alternate_target_group_arn: str | None = groups[1].arn if shifts_traffic else None
        self.target_group_names: tuple[str, ...] = tuple(group.name for group in groups)
        self.rule = self._rule(terraform_name(key), props.listener_arn, groups, serving=primary)
        self.test_rule: aws.LbListenerRule | None = None
        if shifts_traffic and props.test_listener_arn is not None:
            name = terraform_name(key, "test")
            tested = groups[1] if idle_tested else primary
            self.test_rule = self._rule(name, props.test_listener_arn, groups, serving=tested)
        self.metrics = TargetMetrics(
            load_balancer=props.load_balancer_arn_suffix,
            target_groups=tuple(group.arn_suffix for group in groups),
            shared_load_balancer=props.shared_load_balancer,
        )

    def _target_group(self, terraform_name: str, name: str) -> aws.LbTargetGroup:
        check = self._props.health_check
        return aws.LbTargetGroup(
            self,
            terraform_name,
            name=name,
            # ECS registers every task with its own port. This one is only a default, and cannot change
            # without replacing a group that rules hold on to; so it says nothing about the service.
            port=80,
            protocol="HTTP",
            target_type="ip",
            vpc_id=self._vpc_id,
            deregistration_delay=str(self._props.drain_seconds),
            stickiness=_stickiness(self._props.stickiness_seconds),
            health_check={
                "enabled": True,
                "protocol": "HTTP",
                "path": aws.literal(check.path),
                "matcher": check.status,
                "interval": check.interval_seconds,
                "timeout": check.timeout_seconds,
                "healthy_threshold": check.healthy_threshold,
                "unhealthy_threshold": check.unhealthy_threshold,
            },
        )

    def _rule(
        self,
        name: str,
        listener_arn: str,
        groups: Sequence[aws.LbTargetGroup],
        *,
        serving: aws.LbTargetGroup,
    ) -> aws.LbListenerRule:
        return aws.LbListenerRule(
            self,
            name,
            listener_arn=listener_arn,
            priority=self._props.priority,
            condition=self._conditions(),
            action=_forward(groups, serving),
            # A deployment rewrites the weights; putting ours back could send all requests to the
            # group without tasks.
            lifecycle={"ignore_changes": ["action"]} if len(groups) > 1 else None,
        )

    def _conditions(self) -> list[aws.LbListenerRuleCondition]:
        conditions: list[aws.LbListenerRuleCondition] = []
        if self._props.hosts:
            conditions.append({"host_header": {"values": list(self._props.hosts)}})
        if self._props.paths:
            conditions.append({"path_pattern": {"values": [aws.literal(path) for path in self._props.paths]}})
        return conditions


def _stickiness(seconds: int | None) -> LbTargetGroupStickiness:
    """Say it where requests are not sticky too: the provider leaves a block that is taken away as it was."""
    if seconds is None:
        return {"enabled": False, "type": "lb_cookie"}
    return {"enabled": True, "type": "lb_cookie", "cookie_duration": seconds}


def _forward(groups: Sequence[aws.LbTargetGroup], serving: aws.LbTargetGroup) -> LbListenerRuleAction:
    """Forward to `serving`; the other group is named with weight 0, since a shift only uses groups of a rule."""
    if len(groups) == 1:
        return {"type": "forward", "target_group_arn": serving.arn}
    targets: list[LbListenerRuleActionForwardTargetGroup] = [
        {"arn": group.arn, "weight": 100 if group is serving else 0} for group in groups
    ]
    return {"type": "forward", "forward": {"target_group": targets}}

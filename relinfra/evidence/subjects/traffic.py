"""Traffic: the load balancer, its listeners, and how each service is reached and probed."""

from __future__ import annotations

from relinfra.evidence.fact import TerraformEvidence
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.network import Listener, LoadBalancer
from relinfra.evidence.records.rollout import Shifting
from relinfra.evidence.records.service import Health, Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_ANYWHERE = ("0.0.0.0/0", "::/0")


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the facts of `aws_lb.main` and of every service behind it."""
    balancer = stage.get("aws_lb.main")
    if balancer:
        _balancer(stage, balancer, recorder.at(Stage.load_balancer))
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        _groups(stage, service, own)
        _name(stage, service, own)


_HTTP = 80
_ENCRYPTED = ("HTTPS", "TLS")
"""The protocols of listeners that speak TLS; a policy of TLS beside another one is for nothing."""


def _balancer(stage: StageStacks, balancer: Resource, recorder: Recorder) -> None:
    recorder.read(balancer)
    bucket = stage.output.follow_one(balancer.at("access_logs", "bucket"), "aws_s3_bucket")
    recorder.take(LoadBalancer.log_bucket, bucket and bucket.at("bucket"))
    for listener in stage.find("aws_lb_listener"):
        own = recorder.one(LoadBalancer.listeners, listener.name)
        protocol = listener.at("protocol")
        if listener.at("ssl_policy") and protocol and protocol.text in _ENCRYPTED:
            own.read(listener)
        _callers(stage, balancer, listener, own)
        if (port := listener.at("port")) and port.number == _HTTP:
            recorder.take(LoadBalancer.redirects, listener.at("default_action", "redirect", "protocol"))
    groups = stage.find("aws_lb_target_group")
    recorder.take(LoadBalancer.targets_speak, groups[0].at("protocol") if groups else None)
    recorder.add(LoadBalancer.firewalls, *_firewalls(stage, balancer))


def _callers(stage: StageStacks, balancer: Resource, listener: Resource, recorder: Recorder) -> None:
    """Collect whom the load balancer's security groups let reach a listener that is not for everybody."""
    port = listener.at("port")
    groups = {found for item in balancer.each("security_groups") for found in stage.output.follow(item)}
    ranges = [
        found
        for rule in stage.find("aws_vpc_security_group_ingress_rule")
        if (start := rule.at("from_port"))
        and port
        and start.number == port.number
        and groups & set(stage.output.follow(rule.at("security_group_id")))
        and (found := rule.at("cidr_ipv4") or rule.at("cidr_ipv6"))
    ]
    if ranges and all(found.text not in _ANYWHERE for found in ranges):
        # The addresses of NAT gateways are known only after an apply; that they are theirs is known now.
        own = [found for found in ranges if stage.output.follow_one(found, "aws_eip")]
        named = [found for found in ranges if found not in own]
        if named:
            recorder.add(Listener.callers, tuple(found.text for found in named), *named)
        if own:
            recorder.add(Listener.own_callers, len(own), *own, how="count")


def _firewalls(stage: StageStacks, balancer: Resource) -> tuple[int, TerraformEvidence]:
    evidence = stage.output.stacks[balancer.stack].count("aws_wafv2_web_acl_association")
    return int(str(evidence.value)), evidence


def _groups(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    output = stage.output
    block = service.at("load_balancer")
    if block is None:
        return
    group = output.follow_one(block.at("target_group_arn"), "aws_lb_target_group")
    advanced = block.at("advanced_configuration")
    other = output.follow_one(advanced and advanced.at("alternate_target_group_arn"), "aws_lb_target_group")
    rollout = recorder.at(Service.rollout)
    if other:
        rollout.take(Shifting.target_group, group.at("name") if group else None)
        rollout.take(Shifting.alternate_target_group, other.at("name"))
    ports = ((Shifting.production_port, "production_listener_rule"), (Shifting.test_port, "test_listener_rule"))
    for field, steps in ports:
        rule = output.follow_one(advanced and advanced.at(steps), "aws_lb_listener_rule")
        listener = output.follow_one(rule and rule.at("listener_arn"), "aws_lb_listener")
        rollout.take(field, listener and listener.at("port"))
    recorder.take(Service.drain_seconds, group and group.at("deregistration_delay"))
    sticky = group and group.at("stickiness", "enabled")
    if group and sticky and sticky.flag:
        recorder.take(Service.stickiness_seconds, group.at("stickiness", "cookie_duration"))
    _health(group, other or _paired(stage, group), recorder.at(Service.health, "health_check"))


def _paired(stage: StageStacks, group: Resource | None) -> Resource | None:
    """Return the target group that CodeDeploy alternates with another, or None."""
    for deploying in stage.find("aws_codedeploy_deployment_group"):
        pair = deploying.at("load_balancer_info", "target_group_pair_info")
        named = [one.at("name") for one in pair.each("target_group")] if pair else []
        groups = [stage.output.follow_one(name, "aws_lb_target_group") for name in named]
        if group in groups:
            return next((one for one in groups if one != group), None)
    return None


def _health(group: Resource | None, other: Resource | None, recorder: Recorder) -> None:
    """Collect how the target group is checked, and whether the one it alternates with is checked alike."""
    check = group and group.at("health_check")
    recorder.read(check)
    if check and other:
        second = other.at("health_check")
        recorder.add(
            Health.alike, bool(second and second.value == check.value), check, second or other.root, how="place"
        )


def _name(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect under which name, and below which paths of it, a service answers."""
    record = stage.get(f"aws_route53_record.{service.name}")
    certificate = stage.get(f"aws_acm_certificate.{service.name}")
    rule = stage.get(f"aws_lb_listener_rule.{service.name}")
    conditions = rule.each("condition") if rule else ()
    hosts = [host for one in conditions for host in one.each("host_header", "values")]
    paths = [path for one in conditions for path in one.each("path_pattern", "values")]
    domain = (record and record.at("name")) or (certificate and certificate.at("domain_name"))
    recorder.take(Service.domain, domain or next(iter(hosts), None))
    over_ipv6 = stage.get(f"aws_route53_record.{service.name}_ipv6")
    recorder.take(Service.ipv6_record, over_ipv6 and over_ipv6.at("type"))
    if paths:
        recorder.add(Service.paths, tuple(path.text for path in paths), *paths)

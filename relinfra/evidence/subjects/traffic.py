"""Traffic: the load balancer, its listeners, and how each service is reached and probed."""

from __future__ import annotations

from relinfra.evidence.deployment import Deployment
from relinfra.evidence.fact import TerraformEvidence
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.network import Listener, LoadBalancer
from relinfra.evidence.records.rollout import Shifting
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource

__all__ = ["collect"]

_ANYWHERE = ("0.0.0.0/0", "::/0")


def collect(deployment: Deployment, recorder: Recorder) -> None:
    """Collect the facts of `aws_lb.main` and of every service behind it."""
    balancer = deployment.get("aws_lb.main")
    if balancer:
        _balancer(deployment, balancer, recorder.at(Stage.load_balancer))
    for service in deployment.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        _groups(deployment, service, own)
        _name(deployment, service, own)


def _balancer(deployment: Deployment, balancer: Resource, recorder: Recorder) -> None:
    recorder.read(balancer)
    bucket = deployment.output.follow_one(balancer.at("access_logs", "bucket"), "aws_s3_bucket")
    recorder.take(LoadBalancer.log_bucket, bucket and bucket.at("bucket"))
    for listener in deployment.find("aws_lb_listener"):
        own = recorder.one(LoadBalancer.listeners, listener.name)
        if listener.at("ssl_policy"):
            own.read(listener)
        _callers(deployment, balancer, listener, own)
    recorder.add(LoadBalancer.firewalls, *_firewalls(deployment, balancer))


def _callers(deployment: Deployment, balancer: Resource, listener: Resource, recorder: Recorder) -> None:
    """Collect whom the load balancer's security groups let reach a listener that is not for everybody."""
    port = listener.at("port")
    groups = {found for item in balancer.each("security_groups") for found in deployment.output.follow(item)}
    ranges = [
        found
        for rule in deployment.find("aws_vpc_security_group_ingress_rule")
        if (start := rule.at("from_port"))
        and port
        and start.number == port.number
        and groups & set(deployment.output.follow(rule.at("security_group_id")))
        and (found := rule.at("cidr_ipv4") or rule.at("cidr_ipv6"))
    ]
    if ranges and all(found.text not in _ANYWHERE for found in ranges):
        # The addresses of NAT gateways are known only after an apply; that they are theirs is known now.
        own = [found for found in ranges if deployment.output.follow_one(found, "aws_eip")]
        named = [found for found in ranges if found not in own]
        if named:
            recorder.add(Listener.callers, tuple(found.text for found in named), *named)
        if own:
            recorder.add(Listener.own_callers, len(own), *own, how="count")


def _firewalls(deployment: Deployment, balancer: Resource) -> tuple[int, TerraformEvidence]:
    evidence = deployment.output.stacks[balancer.stack].count("aws_wafv2_web_acl_association")
    return int(str(evidence.value)), evidence


def _groups(deployment: Deployment, service: Resource, recorder: Recorder) -> None:
    output = deployment.output
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
    recorder.at(Service.health, "health_check").read(group and group.at("health_check"))


def _name(deployment: Deployment, service: Resource, recorder: Recorder) -> None:
    """Collect under which name, and below which paths of it, a service answers."""
    record = deployment.get(f"aws_route53_record.{service.name}")
    certificate = deployment.get(f"aws_acm_certificate.{service.name}")
    rule = deployment.get(f"aws_lb_listener_rule.{service.name}")
    conditions = rule.each("condition") if rule else ()
    hosts = [host for one in conditions for host in one.each("host_header", "values")]
    paths = [path for one in conditions for path in one.each("path_pattern", "values")]
    domain = (record and record.at("name")) or (certificate and certificate.at("domain_name"))
    recorder.take(Service.domain, domain or next(iter(hosts), None))
    over_ipv6 = deployment.get(f"aws_route53_record.{service.name}_ipv6")
    recorder.take(Service.ipv6_record, over_ipv6 and over_ipv6.at("type"))
    if paths:
        recorder.add(Service.paths, tuple(path.text for path in paths), *paths)

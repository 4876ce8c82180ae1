"""The network of a stage, and what stands at its edge."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, parts, text, texts

__all__ = ["Edge", "Firewall", "Listener", "LoadBalancer", "Network"]


class Network(Record):
    """The VPC of a stage, its own or one that was there before."""

    cidr = text(at="cidr_block", source="cidr")
    existing = text(source="existing.vpc_id")
    zones = figure("zones", source="azs")
    nat_gateways = figure("nat_gateways", source="nat")
    endpoints = figure("endpoints")
    interface_endpoints = figure("endpoints")
    flow_log_days = figure("days", source="flow_logs")


class Listener(Record):
    """A listener of the load balancer that speaks TLS, and whom it hears."""

    port = figure(at="port")
    tls_policy = text(at="ssl_policy")
    callers = texts()
    own_callers = figure("nat_gateways")


class LoadBalancer(Record):
    """The load balancer of a stage."""

    name = text(at="name")
    internal = flag(at="internal")
    log_bucket = text()
    logs_requests = flag(at="access_logs.enabled")
    firewalls = figure()
    redirects = text()
    """The protocol that its listener on port 80 redirects to."""
    targets_speak = text()
    """The protocol in which it speaks to its targets."""
    listeners = parts(Listener, "listener")


class Edge(Record):
    """Decisions of the matrix about the edge."""

    waf = text()
    protection = text()


class Firewall(Record):
    """A web ACL in front of a load balancer: its rules by what they do."""

    name = text(at="name")
    refuses = texts()
    counts = texts()
    spares = texts()
    limit = figure("requests")
    window_minutes = figure("minutes")
    log_group = text()

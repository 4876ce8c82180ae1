"""The edge: web ACLs and other protection between the internet and a stage."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.network import Firewall
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.plan.stages import deployed

__all__ = ["edges", "undecided"]


def edges(facts: Facts) -> list[Line]:
    """Return what was decided for every load balancer, or that nothing was."""
    return [_edge(stage) for stage in deployed(facts) if stage.load_balancer.firewalls]


def undecided(stage: Stage) -> bool:
    """Whether a load balancer faces the internet, and neither a web ACL nor the matrix says what protects it."""
    firewalls = stage.load_balancer.firewalls
    if firewalls is None or firewalls.value or value_of(stage.load_balancer.internal):
        return False
    return not stage.edge.protection


def _edge(stage: Stage) -> Line:
    balancer, edge = stage.load_balancer, stage.edge
    given: dict[str, Fact | None] = {
        "stage": stage.title,
        "balancer": balancer.name,
        "walls": balancer.firewalls,
        "internal": balancer.internal,
        "protection": edge.protection,
        "waf": edge.waf,
    }
    for firewall in stage.firewalls[:1]:
        return (say("compliance.edge.protected", stage.id, firewall=firewall.name, **given), *_firewall(firewall))
    kind = "undecided" if undecided(stage) else "internal" if value_of(balancer.internal) else "declared"
    return (say(f"compliance.edge.{kind}", stage.id, **given),)


def _firewall(firewall: Firewall) -> Line:
    about, line = firewall.id, []
    if firewall.refuses:
        line.append(say("compliance.refuses", about, rules=firewall.refuses))
    if firewall.spares:
        line.append(say("compliance.spares", about, rules=firewall.spares))
    if firewall.counts:
        line.append(say("compliance.counts", about, rules=firewall.counts))
    if firewall.limit:
        line.append(say("compliance.limited", about, limit=firewall.limit, window=firewall.window_minutes))
    if firewall.log_group:
        line.append(say("compliance.firewall_log", about, group=firewall.log_group))
    return tuple(line)

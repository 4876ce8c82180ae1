"""What stands between the internet and a stage."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.plan.stages import deployed

__all__ = ["edges", "undecided"]


def edges(facts: Facts) -> list[Line]:
    """Return what was decided for every load balancer, or that nothing was."""
    return [_edge(stage) for stage in deployed(facts) if stage.fact("load_balancer.firewalls")]


def undecided(stage: Node) -> bool:
    """Whether a load balancer faces the internet, and neither a web ACL nor the matrix says what protects it."""
    walls = stage.fact("load_balancer.firewalls")
    if walls is None or walls.value or stage.read_value("load_balancer.internal"):
        return False
    return not stage.fact("edge.protection")


def _edge(stage: Node) -> Line:
    given = {
        "stage": stage.fact("stage"),
        "balancer": stage.fact("load_balancer.name"),
        "walls": stage.fact("load_balancer.firewalls"),
        "internal": stage.fact("load_balancer.internal"),
        "protection": stage.fact("edge.protection"),
        "waf": stage.fact("edge.waf"),
    }
    firewalls = stage.nodes("firewall")
    if firewalls:
        name = firewalls[0].fact("name")
        return (say("compliance.edge.protected", stage.id, firewall=name, **given), *_firewall(firewalls[0]))
    kind = "undecided" if undecided(stage) else "internal" if stage.read_value("load_balancer.internal") else "declared"
    return (say(f"compliance.edge.{kind}", stage.id, **given),)


def _firewall(firewall: Node) -> Line:
    about, limit = firewall.id, firewall.fact("limit")
    line = []
    for kind in ("refuses", "counts"):
        rules = firewall.fact(kind)
        if rules:
            line.append(say(f"compliance.{kind}", about, rules=rules))
    if limit:
        line.append(say("compliance.limited", about, limit=limit, window=firewall.fact("window_minutes")))
    group = firewall.fact("log_group")
    if group:
        line.append(say("compliance.firewall_log", about, group=group))
    return tuple(line)

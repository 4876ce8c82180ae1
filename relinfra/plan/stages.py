"""The stages of a project as the facts know them."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node

__all__ = ["deployed", "gathered", "live", "stages"]

_PROJECT = "project"


def stages(facts: Facts) -> tuple[Node, ...]:
    """Return every stage in promotion order; another region of a stage follows its primary one."""
    promotion = facts.get(f"{_PROJECT}.promotion")
    order = promotion.value if promotion and isinstance(promotion.value, tuple) else ()
    named = [facts.at(name) for name in facts.names[""]]
    return tuple(sorted((node for node in named if node.fact("stage")), key=lambda node: _rank(node, order)))


def deployed(facts: Facts) -> tuple[Node, ...]:
    """Return the stages that have stacks."""
    return tuple(node for node in stages(facts) if node.fact("region"))


def live(facts: Facts) -> Node | None:
    """Return the last deployed stage, in its primary region: the one customers use."""
    primary = [node for node in deployed(facts) if "@" not in node.id]
    return primary[-1] if primary else None


def gathered(nodes: tuple[Node, ...], name: str) -> tuple[Fact, ...]:
    """Return the fact of that name of every node that has it."""
    return tuple(fact for node in nodes if (fact := node.fact(name)))


def _rank(node: Node, order: tuple[str, ...]) -> tuple[int, str, str]:
    name, _, region = node.id.partition("@")
    return (order.index(name) if name in order else len(order), name, region)

"""Risks that people see, as the release file says them."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.gaps import gap
from relinfra.plan.model import Line, Statement
from relinfra.plan.risks.risk import IMPACTS, PROBABILITIES, Risk
from relinfra.plan.say import say

__all__ = ["seen"]

_CATEGORY = "business"


def seen(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of `release.risks`; what nobody says of one is an open question."""
    for node in facts.at("release").nodes("risks"):
        title = node.fact("title")
        probability, impact = node.read_value("probability"), node.read_value("impact")
        if title and probability in PROBABILITIES and impact in IMPACTS:
            yield _risk(node, title, str(probability), str(impact))


def _risk(node: Node, title: Fact, probability: str, impact: str) -> Risk:
    description, owner = node.fact("description"), node.fact("owner")
    given = {"probability": node.fact("probability"), "impact": node.fact("impact")}
    return Risk(
        key=f"seen.{node.key}",
        category=_CATEGORY,
        probability=probability,
        impact=impact,
        title=say("risk.seen.title", node.id, title=title),
        description=(say("risk.seen.description", node.id, text=description),) if description else (),
        why=((say("risk.seen.why", node.id, **given),),),
        mitigation=_listed(node, "mitigation"),
        contingency=_listed(node, "contingency"),
        criteria=_listed(node, "criteria"),
        owner=(say("risk.owner", node.id, owner=owner),) if owner else (_asked(node, "owner"),),
    )


def _listed(node: Node, name: str) -> tuple[Line, ...]:
    fact = node.fact(name)
    return ((say(f"risk.seen.{name}", node.id, texts=fact),),) if fact else ((_asked(node, name),),)


def _asked(node: Node, name: str) -> Statement:
    return gap(f"risks.{name}", f"risks.{node.key}.{name}")

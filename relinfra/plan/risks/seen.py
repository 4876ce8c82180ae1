"""Risks that people see, as the release file says them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relinfra.domain.severity import IMPACTS, PROBABILITIES
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.record import Field
from relinfra.evidence.records.release_file import Risk as RiskFacts
from relinfra.plan.missing import missing
from relinfra.plan.model import Line, Statement
from relinfra.plan.risks.risk import Risk
from relinfra.plan.say import say

__all__ = ["seen"]

_CATEGORY = "business"


def seen(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of `release.risks`; what nobody says of one is an open question."""
    for risk in facts.release.risks:
        title = risk.title
        probability, impact = value_of(risk.probability), value_of(risk.impact)
        if title and probability in PROBABILITIES and impact in IMPACTS:
            yield _risk(risk, title, str(probability), str(impact))


def _risk(risk: RiskFacts, title: Fact, probability: str, impact: str) -> Risk:
    description, owner = risk.description, risk.owner
    given = {"probability": risk.probability, "impact": risk.impact}
    return Risk(
        key=f"seen.{risk.key}",
        category=_CATEGORY,
        probability=probability,
        impact=impact,
        title=say("risk.seen.title", risk.id, title=title),
        description=(
            say("risk.seen.description", risk.id, text=description)
            if description
            else _missing(risk, RiskFacts.description),
        ),
        why=((say("risk.seen.why", risk.id, **given),),),
        indicators=_listed(risk, RiskFacts.indicators),
        mitigation=_listed(risk, RiskFacts.mitigation),
        contingency=_listed(risk, RiskFacts.contingency),
        criteria=_listed(risk, RiskFacts.criteria),
        owner=(say("risk.owner", risk.id, owner=owner),) if owner else (_missing(risk, RiskFacts.owner),),
    )


def _listed(risk: RiskFacts, field: Field[tuple[str, ...]]) -> tuple[Line, ...]:
    fact = field.of(risk)
    return ((say(f"risk.seen.{field.name}", risk.id, texts=fact),),) if fact else ((_missing(risk, field),),)


def _missing(risk: RiskFacts, field: Field[Any]) -> Statement:
    return missing(f"risks.{field.name}", f"risks.{risk.key}.{field.name}")

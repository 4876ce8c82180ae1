"""The criterion about risks: none of them is critical."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relinfra.claims import no_critical_risk
from relinfra.evidence import Fact, Facts
from relinfra.plan.blocks import separated
from relinfra.plan.criteria.criterion import Criterion
from relinfra.plan.people import person
from relinfra.plan.risks import Risk, risks
from relinfra.plan.say import label

__all__ = ["uncritical"]

_CRITICAL = "critical"


def uncritical(facts: Facts) -> Iterator[Criterion]:
    """Return whether any risk of the release is critical, whoever saw it: people, the stacks or what changes."""
    found = risks(facts)
    critical = [one for one in found if one.severity == _CRITICAL]
    if not facts.release.version:
        return
    yield Criterion(
        key="risks",
        category="functional",
        title=label("criteria.risks_title"),
        requirement=(label("criteria.risks"),),
        verification=separated((one.title,) for one in critical) or (label("criteria.risks_none"),),
        owner=person(facts, "release_manager", "criteria.risks"),
        claim=no_critical_risk(_told(found), _told(critical)),
        links=tuple(("RISK", one.key) for one in critical if not one.commit),
    )


def _told(found: Iterable[Risk]) -> tuple[Fact, ...]:
    told = {fact.id: fact for one in found for line in ((one.title,), *one.why) for said in line for fact in said.facts}
    return tuple(told.values())

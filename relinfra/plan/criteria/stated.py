"""Criteria that only people can say."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import people_say_so
from relinfra.evidence import Facts, value_of
from relinfra.plan.criteria.criterion import CATEGORIES, Criterion
from relinfra.plan.missing import missing
from relinfra.plan.people import person, role_named
from relinfra.plan.say import label, say

__all__ = ["stated"]


def stated(facts: Facts) -> Iterator[Criterion]:
    """Return what only people can say, as the release file says it."""
    for one in facts.release.criteria:
        category, role, proof = str(value_of(one.category)), value_of(one.owner), one.proof
        yield Criterion(
            key=f"said.{one.key}",
            category=category if category in CATEGORIES else "operational",
            title=say("criteria.said_title", one.id, title=one.title),
            requirement=(say("criteria.said", one.id, title=one.title),),
            verification=(say("criteria.proof", one.id, proof=proof),) if proof else (label("criteria.no_proof"),),
            owner=person(facts, role_named(role), one.id)
            if role
            else (missing("criteria.owner", f"criteria.{one.key}.owner"),),
            claim=people_say_so(one),
        )

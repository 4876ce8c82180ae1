"""Release criteria: what must be true before a release goes live, read from the project where it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from relinfra.evidence import Facts
from relinfra.plan.criteria.criterion import CATEGORIES, Criterion
from relinfra.plan.criteria.documentation import versioned
from relinfra.plan.criteria.functional import journeys, migrations, rehearsed, suites
from relinfra.plan.criteria.operational import backed_up, called, watched
from relinfra.plan.criteria.performance import limits
from relinfra.plan.criteria.risk import uncritical
from relinfra.plan.criteria.security import policies, scans
from relinfra.plan.criteria.stated import stated

__all__ = ["CATEGORIES", "Criterion", "criteria"]

_SOURCES: tuple[Callable[[Facts], Iterator[Criterion]], ...] = (
    suites,
    rehearsed,
    journeys,
    uncritical,
    migrations,
    limits,
    policies,
    scans,
    watched,
    called,
    backed_up,
    versioned,
    stated,
)


def criteria(facts: Facts) -> tuple[Criterion, ...]:
    """Return every criterion, by category."""
    order = list(CATEGORIES)
    seen = facts.execution.seen_met
    found = [replace(one, seen=seen(one.key)) for collect in _SOURCES for one in collect(facts)]
    return tuple(sorted(found, key=lambda one: order.index(one.category)))

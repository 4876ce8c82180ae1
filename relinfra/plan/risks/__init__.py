"""Risks of a release: read from what changes, from the live stage, from the release file."""

from __future__ import annotations

from relinfra.domain.severity import SEVERITIES
from relinfra.evidence import Facts
from relinfra.plan.risks.changed import of_changes
from relinfra.plan.risks.released import released
from relinfra.plan.risks.risk import Risk
from relinfra.plan.risks.seen import seen
from relinfra.plan.risks.standing import standing

__all__ = ["Risk", "risks"]


def risks(facts: Facts) -> tuple[Risk, ...]:
    """Return every risk, the most severe first."""
    found = [*seen(facts), *of_changes(facts), *released(facts), *standing(facts)]
    return tuple(sorted(found, key=lambda one: (-SEVERITIES.index(one.severity), one.key)))

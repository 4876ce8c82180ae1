"""The entries of type Criteria: what must be true before the release."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.criteria import Criterion, criteria
from relinfra.plan.say import label
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, detail

__all__ = ["criteria_entries"]


def criteria_entries(facts: Facts) -> tuple[DeploymentEntry, ...]:
    """Return an entry for each criterion, by category."""
    return tuple(_entry(one) for one in criteria(facts))


def _entry(one: Criterion) -> DeploymentEntry:
    return DeploymentEntry(
        key=f"criteria.{one.key}",
        type="criteria",
        phase="pre_deploy",
        title=one.title,
        description=(label(f"dep.category.{one.category}"),),
        details=(
            detail("requirement", *one.requirement),
            detail("verification", *one.verification),
            detail("blocker", label(f"dep.blocker.{'yes' if one.blocks else 'no'}")),
        ),
        owner=one.owner,
        links=one.links,
        verdict=one.claim.verdict,
        lacking=one.lacking,
    )

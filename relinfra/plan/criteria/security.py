"""Security criteria: policies and scans."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import to_be_shown
from relinfra.evidence import Facts
from relinfra.plan.criteria.criterion import Criterion
from relinfra.plan.people import person
from relinfra.plan.say import label, say

__all__ = ["policies", "scans"]


def policies(facts: Facts) -> Iterator[Criterion]:
    """Return the policy check, which is part of every build; waivers are its exceptions, each with an end."""
    waivers = facts.project.waivers
    ends = tuple(end for one in waivers if (end := one.expires))
    first = min(ends, key=lambda end: str(end.value), default=None)
    excepted = say("criteria.waivers", ends=ends, first=first) if first else label("criteria.no_waivers")
    yield Criterion(
        key="policies",
        category="security",
        title=label("criteria.policies_title"),
        requirement=(label("criteria.policies"), excepted),
        verification=(label("criteria.policies_checked"),),
        owner=person(facts, "security_engineer", "criteria.policies"),
        claim=to_be_shown("criteria.policies"),
    )


def scans(facts: Facts) -> Iterator[Criterion]:
    """Return the scans of each workflow."""
    for workflow in facts.project.repository.workflows:
        scanning, file = workflow.scanning, workflow.file
        if scanning:
            yield Criterion(
                key=f"scans.{workflow.key}",
                category="security",
                title=label("criteria.scans_title"),
                requirement=(label("criteria.scans"),),
                verification=(say("criteria.scanned", workflow.key, file=file, scanning=scanning),),
                owner=person(facts, "security_engineer", f"criteria.scans.{workflow.key}"),
                claim=to_be_shown(f"criteria.scans.{workflow.key}"),
            )

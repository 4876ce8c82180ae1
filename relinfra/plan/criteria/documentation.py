"""Documentation criteria: the changelog."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import changelog_tells
from relinfra.evidence import Facts
from relinfra.plan.criteria.criterion import Criterion
from relinfra.plan.people import person
from relinfra.plan.say import label, say

__all__ = ["versioned"]


def versioned(facts: Facts) -> Iterator[Criterion]:
    """Return whether a changelog tells of the release."""
    changelog = facts.project.repository.changelog
    told = say("criteria.changelog_file", file=changelog) if changelog else label("versioning.no_changelog")
    yield Criterion(
        key="changelog",
        category="documentation",
        title=label("criteria.changelog_title"),
        requirement=(label("criteria.changelog"),),
        verification=(told,),
        owner=person(facts, "release_manager", "criteria.changelog"),
        claim=changelog_tells(facts),
    )

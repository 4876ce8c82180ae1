"""Version: which release, and which matrix it was made from."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.model import Paragraph, Section
from relinfra.plan.say import say

__all__ = ["version"]


def version(facts: Facts, released: str | None) -> Section:
    """Return the section without a number."""
    project = facts.at("project")
    title = say("version.numbered", version=released) if released else say("version.unreleased")
    given = {"name": project.fact("name"), "repository": project.fact("repository")}
    origin = say("version.origin", digest=project.fact("matrix_digest"), **given)
    return Section("version", None, (Paragraph((title,)), Paragraph((origin,))))

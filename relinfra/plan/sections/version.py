"""Version: which release, and which matrix it was made from."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.model import Line, Paragraph, Section
from relinfra.plan.say import say

__all__ = ["version"]


def version(facts: Facts, released: str | None) -> Section:
    """Return the section without a number."""
    project = facts.at("project")
    title = say("version.numbered", version=released) if released else say("version.unreleased")
    given = {"name": project.fact("name"), "repository": project.fact("repository")}
    origin = say("version.origin", digest=project.fact("matrix_digest"), **given)
    release = _release(facts)
    told = (Paragraph(release),) if release else ()
    return Section("version", None, (Paragraph((title,)), *told, Paragraph((origin,))))


def _release(facts: Facts) -> Line:
    """Return what the release is called, when it goes live and how far it is, where its file says so."""
    name, day, status = (facts.get(f"release.{field}") for field in ("name", "date", "status"))
    line = [say("version.named", name=name)] if name else []
    line += [say("version.day", day=day)] if day else []
    return (*line, say("version.status", status=status)) if status else tuple(line)

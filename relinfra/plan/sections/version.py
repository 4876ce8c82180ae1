"""Version: which release, and which matrix it was made from."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.model import Line, Paragraph, Section, Statement
from relinfra.plan.release_state import recorded, state_of
from relinfra.plan.say import say

__all__ = ["version"]


def version(facts: Facts, released: str | None) -> Section:
    """Return the section on the version, which never has a number."""
    project = facts.project
    title = _title(facts, released)
    named = {"name": project.name, "repository": project.repository_name}
    origin = say("version.origin", digest=project.matrix_digest, **named)
    release = _release(facts)
    described = (Paragraph(release),) if release else ()
    return Section("version", None, (Paragraph((title,)), *described, Paragraph((origin,))))


def _title(facts: Facts, released: str | None) -> Statement:
    state = state_of(facts)
    if released and state and recorded(facts):
        return say("version.stated", version=released, state=state)
    return say("version.numbered", version=released) if released else say("version.unreleased")


def _release(facts: Facts) -> Line:
    """Return what the release is called, when it goes live and how far it is, where its file says so."""
    release, line = facts.release, []
    if release.name:
        line.append(say("version.named", name=release.name))
    if release.date:
        line.append(say("version.day", day=release.date))
    if (status := state_of(facts)) and not recorded(facts):
        line.append(say("version.status", status=status))
    if release.ticket:
        line.append(say("version.ticket", ticket=release.ticket))
    if release.audience:
        line.append(say("version.audience", audience=release.audience))
    manager = release.person("release_manager").name
    if manager:
        line.append(say("version.manager", name=manager))
    return tuple(line)

"""Who does what in a release, as its file names them."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.gaps import gap
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["ROLES", "on_call", "person", "with_contact"]

ROLES = (
    "release_manager",
    "technical_lead",
    "devops_engineer",
    "database_administrator",
    "qa_lead",
    "security_engineer",
    "support_lead",
    "product_manager",
    "business_owner",
    "engineering_manager",
    "cto",
)
"""The roles a release knows, in the order in which documents list them."""


def person(facts: Facts, role: str, where: str) -> Line:
    """Return the role with the name of who has it, or the role alone, to be filled; `where` keeps statements apart."""
    name = facts.get(f"release.people.{role}.name")
    said = say(f"people.{'named' if name else 'role'}", f"{where}.{role}", role=role, name=name)
    return (said,) if name else (said, gap(f"people.{role}"))


def with_contact(facts: Facts, role: str, where: str) -> Line:
    """Return who has a role and how to reach them."""
    contact = facts.get(f"release.people.{role}.contact")
    line = person(facts, role, where)
    return (*line, say("people.contact", f"{where}.{role}", contact=contact)) if contact else line


def on_call(facts: Facts, where: str) -> Line:
    """Return who is called first, or that nobody is named."""
    first: Node = facts.at("release.on_call.primary")
    given = {name: first.fact(name) for name in ("name", "contact", "from", "to")}
    if not given["name"]:
        return (gap("on_call.primary"),)
    return (say("people.on_call", where, **given),)

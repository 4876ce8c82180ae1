"""People and their roles in a release, as its file names them."""

from __future__ import annotations

from typing import get_args

from relinfra.evidence import Fact, Facts, value_of
from relinfra.plan.absences import is_away
from relinfra.plan.missing import missing
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.release import Role

__all__ = ["ROLES", "acting", "approvers", "on_call", "person", "role_named", "with_contact"]

_NAMES, *_ = get_args(Role)
ROLES: tuple[Role, ...] = get_args(_NAMES)
"""The roles a release knows, in the order in which documents list them."""


def role_named(name: str) -> Role:
    """Return the role with a name. Raises `StopIteration` for any other word: the release file has none."""
    return next(role for role in ROLES if role == name)


def approvers(facts: Facts) -> tuple[Role, ...]:
    """Return the roles that approve a release: engineering, product, security, and the CTO where one is named."""
    always: tuple[Role, ...] = ("engineering_manager", "product_manager", "security_engineer")
    return (*always, "cto") if facts.release.person("cto").name else always


def person(facts: Facts, role: Role, where: str) -> Line:
    """Return the role with the name of who has it, or the role alone, to be filled; `where` keeps statements apart."""
    name = facts.release.person(role).name
    said = say(f"people.{'named' if name else 'role'}", f"{where}.{role}", role=role, name=name)
    return (said,) if name else (said, missing(f"people.{role}"))


def acting(facts: Facts, role: Role, where: str) -> Line:
    """Return who has a role on the day of the release, and whether they are there then."""
    return (*person(facts, role, where), *_away(facts, facts.release.person(role).name, f"{where}.{role}"))


def with_contact(facts: Facts, role: Role, where: str) -> Line:
    """Return who has a role on the day of the release, how to reach them, and whether they are there then."""
    holder, about = facts.release.person(role), f"{where}.{role}"
    reached = (say("people.contact", about, contact=holder.contact),) if holder.contact else ()
    return (*person(facts, role, where), *reached, *_away(facts, holder.name, about))


def _away(facts: Facts, name: Fact[str] | None, where: str) -> Line:
    """Return that somebody is away while it is deployed, and who covers; nothing where they are not."""
    sought = (value_of(name) or "").casefold()
    for absence in facts.release.absences:
        if (value_of(absence.name) or "").casefold() == sought and sought and is_away(facts, absence):
            key = "people.covered" if absence.cover else "people.away"
            given = {"from": absence.from_, "to": absence.to, "cover": absence.cover}
            return (say(key, where, **given),)
    return ()


def on_call(facts: Facts, where: str) -> Line:
    """Return who is called first, or that nobody is named."""
    first = facts.release.on_call.primary
    given: dict[str, Fact | None] = {
        "name": first.name,
        "contact": first.contact,
        "from": first.from_,
        "to": first.to,
    }
    if not first.name:
        return (missing("on_call.primary"),)
    return (say("people.on_call", where, **given), *_away(facts, first.name, f"{where}.on_call"))

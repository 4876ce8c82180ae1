"""Who is told what, when and in which words."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import points
from relinfra.plan.gaps import gap, known
from relinfra.plan.milestones import on_day
from relinfra.plan.model import Block, Line, Quote, Row, Section, Subheading, Table
from relinfra.plan.people import person
from relinfra.plan.say import label, say

__all__ = ["communication", "during_rollback"]

_INTERNAL = ("code_freeze", "staging", "approval", "support_reminder", "release", "day_after", "retrospective")
_MESSAGES = ("started", "progress", "complete")


def communication(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
    return (
        Section("talk.internal", None, (_internal(facts),)),
        Section("talk.external", None, tuple(_external(facts))),
        Section("talk.during", None, tuple(_during(facts))),
        Section("talk.rollback", None, during_rollback(facts)),
    )


def _internal(facts: Facts) -> Table:
    headings = tuple(label(f"talk.heading.{name}") for name in ("day", "what", "where", "who"))
    channel = facts.get("release.channels.release")
    rows = []
    for name in _INTERNAL:
        where = known(channel, say("talk.where", name, channel=channel), "channels.release")
        cells = (
            on_day(facts, name, "talk"),
            (label(f"talk.what.{name}"),),
            (where,),
            person(facts, "release_manager", f"talk.{name}"),
        )
        rows.append(Row(tuple((cell,) for cell in cells)))
    return Table(headings, tuple(rows))


def _external(facts: Facts) -> Iterator[Block]:
    told = sorted(facts.at("release").nodes("communications"), key=_days_after)
    yield points([_told(one) for one in told] or [(gap("communications"),)])
    page = facts.get("release.channels.status_page")
    yield points([(label("talk.page"), known(page, say("talk.at", page=page), "channels.status_page"))])


def _days_after(one: Node) -> float:
    """Return on which day of the release it is told, negative before it."""
    before, after = (float(str(one.read_value(name) or 0)) for name in ("days_before", "days_after"))
    return after - before


def _told(one: Node) -> Line:
    before, after = one.fact("days_before"), one.fact("days_after")
    given = {name: one.fact(name) for name in ("channel", "text")}
    if before:
        return (say("talk.before", one.id, days=before, **given),)
    return (say("talk.after" if after and after.value else "talk.same_day", one.id, days=after, **given),)


def _during(facts: Facts) -> Iterator[Block]:
    minutes, channel = facts.get("release.updates_minutes"), facts.get("release.channels.release")
    version, name = facts.get("release.version"), facts.get("release.name")
    often = known(minutes, say("talk.often", minutes=minutes), "updates_minutes")
    yield points([(known(channel, say("talk.in", channel=channel), "channels.release"), often)])
    yield Subheading((label("talk.begin"),))
    yield Quote(((say("talk.begins", version=version, name=name),), (label("talk.state"),)))
    yield Subheading((label("talk.end"),))
    yield Quote(((say("talk.ends", version=version, name=name),),))


def during_rollback(facts: Facts, where: str = "talk") -> tuple[Block, ...]:
    """Return the messages of a rollback, inside and outside; what only the moment knows is left to be filled in."""
    version, previous = facts.get("release.version"), facts.get("release.previous")
    support, channel = facts.get("release.channels.support"), facts.get("release.channels.incidents")
    told_in = known(channel, say("talk.told_in", where, channel=channel), "channels.incidents")
    blocks: list[Block] = [points([(told_in,)])]
    for message in _MESSAGES:
        said = say(f"talk.rollback.{message}", where, version=version, previous=previous)
        blocks += [Subheading((label(f"talk.message.{message}"),)), Quote(((said,), (label(f"talk.fill.{message}"),)))]
    ask = known(support, say("talk.rollback.ask", where, support=support), "channels.support")
    letter: tuple[Line, ...] = ((label("talk.letter.opening"),), (label("talk.letter.impact"),), (ask,))
    blocks += [Subheading((label("talk.message.customers"),)), Quote(letter)]
    for name in ("investigating", "resolved"):
        blocks += [Subheading((label(f"talk.message.{name}"),)), Quote(((label(f"talk.page_says.{name}"),),))]
    return tuple(blocks)

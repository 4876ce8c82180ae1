"""The communication plan: who is told what, when and in which words."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import Communication
from relinfra.plan.blocks import points
from relinfra.plan.milestones import on_day
from relinfra.plan.missing import known, missing
from relinfra.plan.model import Block, Line, Quote, Row, Section, Subheading, Table
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.release import MilestoneName

__all__ = ["communication", "during_rollback"]

_INTERNAL: tuple[MilestoneName, ...] = (
    "code_freeze",
    "staging",
    "approval",
    "support_reminder",
    "release",
    "day_after",
    "retrospective",
)
_MESSAGES = ("started", "progress", "complete")


def communication(facts: Facts) -> tuple[Section, ...]:
    """Return the communication plan, inside and outside, during the release and a rollback."""
    return (
        Section("talk.internal", None, (_internal(facts),)),
        Section("talk.external", None, tuple(_external(facts))),
        Section("talk.during", None, tuple(_during(facts))),
        Section("talk.rollback", None, during_rollback(facts)),
    )


def _internal(facts: Facts) -> Table:
    headings = tuple(label(f"talk.heading.{name}") for name in ("day", "what", "where", "who"))
    channel = facts.release.channels.release
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
    announcements = sorted(facts.release.communications, key=_days_after)
    yield points([_announced(one) for one in announcements] or [(missing("communications"),)])
    page = facts.release.channels.status_page
    yield points([(label("talk.page"), known(page, say("talk.at", page=page), "channels.status_page"))])


def _days_after(one: Communication) -> float:
    """Return how many days after the release something is announced, negative before it."""
    before, after = one.days_before, one.days_after
    return ((after and after.number) or 0) - ((before and before.number) or 0)


def _announced(one: Communication) -> Line:
    before, after = one.days_before, one.days_after
    given = {"channel": one.channel, "text": one.text}
    if before:
        return (say("talk.before", one.id, days=before, **given),)
    return (say("talk.after" if after and after.value else "talk.same_day", one.id, days=after, **given),)


def _during(facts: Facts) -> Iterator[Block]:
    minutes, channel = facts.release.updates_minutes, facts.release.channels.release
    version, name = facts.release.version, facts.release.name
    often = known(minutes, say("talk.often", minutes=minutes), "updates_minutes")
    yield points([(known(channel, say("talk.in", channel=channel), "channels.release"), often)])
    yield Subheading((label("talk.begin"),))
    yield Quote(((say("talk.begins", version=version, name=name),), (label("talk.state"),)))
    yield Subheading((label("talk.end"),))
    yield Quote(((say("talk.ends", version=version, name=name),),))


def during_rollback(facts: Facts, where: str = "talk") -> tuple[Block, ...]:
    """Return the messages of a rollback, inside and outside; what only the moment knows is left to be filled in."""
    version, previous = facts.release.version, facts.release.previous
    support, channel = facts.release.channels.support, facts.release.channels.incidents
    told_in = known(channel, say("talk.told_in", where, channel=channel), "channels.incidents")
    blocks: list[Block] = [points([(told_in,)])]
    for message in _MESSAGES:
        words = say(f"talk.rollback.{message}", where, version=version, previous=previous)
        blocks += [Subheading((label(f"talk.message.{message}"),)), Quote(((words,), (label(f"talk.fill.{message}"),)))]
    ask = known(support, say("talk.rollback.ask", where, support=support), "channels.support")
    letter: tuple[Line, ...] = ((label("talk.letter.opening"),), (label("talk.letter.impact"),), (ask,))
    blocks += [Subheading((label("talk.message.customers"),)), Quote(letter)]
    for name in ("investigating", "resolved"):
        blocks += [Subheading((label(f"talk.message.{name}"),)), Quote(((label(f"talk.page_says.{name}"),),))]
    return tuple(blocks)

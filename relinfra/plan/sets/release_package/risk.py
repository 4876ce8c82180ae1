"""The risk assessment: the matrix, each risk with what follows from it, how risks are watched, the level of all."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.domain.severity import SEVERITIES
from relinfra.evidence import Facts
from relinfra.plan.blocks import points, under
from relinfra.plan.changes import change_lines
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.milestones import on_day
from relinfra.plan.model import (
    Block,
    Bullet,
    Bullets,
    Check,
    Checklist,
    Line,
    Paragraph,
    Row,
    Section,
    Statement,
    Subheading,
    Table,
)
from relinfra.plan.people import person
from relinfra.plan.risks import Risk, risks
from relinfra.plan.say import again, label

__all__ = ["greatest", "risk_assessment"]

_HEADINGS = ("id", "risk", "probability", "impact", "severity", "against", "owner")
_DETAILED = ("high", "critical")
_GREATEST = 3


def risk_assessment(facts: Facts, ids: DocumentIds) -> tuple[Section, ...]:
    """Return the risk assessment, from what changes to the level of all risks."""
    found = risks(facts)
    return (
        Section("assess.changes", None, (points(change_lines(facts, "assess")),)),
        Section("assess.matrix", None, (_matrix(found, ids),)),
        Section("assess.high", None, tuple(_detailed(found, ids))),
        Section("assess.others", None, tuple(_others(found, ids))),
        Section("assess.monitoring", None, tuple(_monitoring(facts))),
        Section("assess.level", None, (Paragraph(_level(found)), points([person(facts, "release_manager", "assess")]))),
    )


def greatest(facts: Facts, ids: DocumentIds) -> tuple[Line, ...]:
    """Return the most severe risks with what is done against them, three at most."""
    return tuple((_id(one, ids), one.title, *_first(one.mitigation)) for one in risks(facts)[:_GREATEST])


def _first(lines: tuple[Line, ...]) -> Line:
    return (label("assess.but_against"), *lines[0]) if lines else ()


def _id(one: Risk, ids: DocumentIds, key: str = "assess.id") -> Statement:
    return label(key, id=one.id(ids))


def _matrix(found: tuple[Risk, ...], ids: DocumentIds) -> Block:
    if not found:
        return Paragraph((label("assess.none"),))
    headings = tuple(label(f"assess.heading.{name}") for name in _HEADINGS)
    return Table(headings, tuple(_row(one, ids) for one in found))


def _row(one: Risk, ids: DocumentIds) -> Row:
    cells: tuple[Line, ...] = (
        (_id(one, ids, "assess.number"),),
        (one.title,),
        (label(f"risk.level.{one.probability}"),),
        (label(f"risk.level.{one.impact}"),),
        (label(f"assess.severity.{one.severity}"),),
        tuple(map(again, one.mitigation[0])) if one.mitigation else (),
        one.owner,
    )
    return Row(tuple((cell,) for cell in cells))


def _detailed(found: tuple[Risk, ...], ids: DocumentIds) -> Iterator[Block]:
    for one in found:
        if one.severity in _DETAILED:
            yield Subheading((_id(one, ids), again(one.title)))
            yield from _details(one)
    if not any(one.severity in _DETAILED for one in found):
        yield points(())


def _details(one: Risk) -> Iterator[Block]:
    yield Bullets(
        (
            Bullet((label("assess.category"), label(f"risk.category.{one.category}"))),
            Bullet((label("assess.what"), *one.description)),
            Bullet((label("assess.why"),), one.why),
            *((Bullet((label("assess.indicators"),), one.indicators),) if one.indicators else ()),
            Bullet((label("assess.against"),), one.mitigation),
            Bullet((label("assess.then"),), one.contingency),
        )
    )
    if one.criteria:
        yield Paragraph((label("assess.criteria"),))
        yield Checklist(tuple(Check(line) for line in one.criteria))


def _others(found: tuple[Risk, ...], ids: DocumentIds) -> Iterator[Block]:
    for level in reversed([one for one in SEVERITIES if one not in _DETAILED]):
        of_level = [one for one in found if one.severity == level]
        if of_level:
            yield Subheading((label(f"assess.severity.{level}"),))
            yield Bullets(tuple(_short(one, ids) for one in of_level))
    if all(one.severity in _DETAILED for one in found):
        yield points(())


def _short(one: Risk, ids: DocumentIds) -> Bullet:
    against = tuple((label("assess.against"), *line) for line in one.mitigation)
    then = tuple((label("assess.then"), *line) for line in one.contingency)
    return Bullet(
        (_id(one, ids), again(one.title), label("assess.colon"), *one.description), (*one.why, *against, *then)
    )


def _monitoring(facts: Facts) -> Iterator[Block]:
    for span in ("before", "during", "after"):
        lines: list[Line] = [(label(f"assess.watch.{span}"),)]
        if span == "before":
            lines.append((label("assess.reviewed"), *on_day(facts, "approval", "assess"), label("assess.end")))
        if span == "after":
            lines.append((label("assess.until"), *on_day(facts, "stable", "assess"), label("assess.end")))
        yield from under(f"assess.span.{span}", lines)


def _level(found: tuple[Risk, ...]) -> Line:
    worst = max((SEVERITIES.index(one.severity) for one in found), default=0)
    level = SEVERITIES[worst]
    return (label("assess.overall"), label(f"assess.severity.{level}"), label(f"assess.advice.{level}"))

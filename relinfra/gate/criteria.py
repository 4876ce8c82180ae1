"""The criteria of the release: each that blocks and is not met, as the documents have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from relinfra.claims import Verdict
from relinfra.evidence import Facts, value_of
from relinfra.gate.obstacle import Obstacle
from relinfra.plan.catalogue import Catalogue, load
from relinfra.plan.criteria import Criterion, criteria
from relinfra.plan.markup import plain
from relinfra.plan.model import Line
from relinfra.plan.say import reason

__all__ = ["unmet"]


def unmet(facts: Facts, at: datetime, environment: str) -> Iterator[Obstacle]:
    """Yield every criterion that is not met: those that block stop, the others are told."""
    del at, environment
    words = load()
    for one in criteria(facts):
        if not one.met:
            title, lacking = _text(words, (one.title,)), _text(words, reason(one.claim))
            found = f"{title}: {lacking}" if lacking else title
            yield Obstacle.of(
                f"criterion {one.key}",
                found,
                _remedy(one, value_of(facts.release.version)),
                *one.claim.facts,
                stops=one.blocks,
            )


def _remedy(one: Criterion, version: str | None) -> str:
    if one.claim.verdict is Verdict.FAILS:
        return "mend it, and write the facts anew"
    return f"look, and write it down: relinfra record met {version} {one.key} --by NAME --proof URL"


def _text(words: Catalogue, line: Line) -> str:
    return plain(" ".join(words.text(statement) for statement in line)).rstrip(".:")

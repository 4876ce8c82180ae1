"""The last moments in which turning back is safe."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from relinfra.claims import TerraformWaits, Verdict, change_is_borne, terraform_waits
from relinfra.evidence import Facts
from relinfra.plan.day.acts import day
from relinfra.plan.day.clock import when
from relinfra.plan.day.migrating import change_in
from relinfra.plan.model import Line
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.upgrades import no_way_back, upgraded
from relinfra.plan.stages import distinct
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["last_moments"]


def last_moments(facts: Facts) -> tuple[Line, ...]:
    """Return until when a return is whole, quick and within the window, one line each, the earliest kind first."""
    return (*_before_data(facts), *_within_bake(facts), *_within_window(facts))


def _before_data(facts: Facts) -> Iterator[Line]:
    """Yield the points of no return: from each of them on, data has to go back as well, or cannot."""
    begin = {turn.act.key: turn for turn in day(facts)}
    for stage in facts.live:
        for database in upgraded(stage):
            turn = begin[f"upgrade.{database.id}"]
            clock = when(facts, f"last.{database.id}", turn.at, turn.rests)
            yield (label("last.until"), *clock, label("last.upgrade"), *no_way_back(database))
    for stage, change in product((first for first, *_ in facts.live_environments), facts.release.database_changes):
        claim, turn = change_is_borne(change), begin[change_in(facts, change, stage)]
        if claim.verdict is not Verdict.HOLDS:
            apart = distinct(facts, stage)
            named = stage.name if len(facts.live_environments) > 1 else None
            clock = when(facts, ".".join(("last", change.key, *apart)), turn.at, turn.rests)
            said = asserted(claim, "last.change", ".".join((change.id, *apart)), change=change.key, stage=named)
            yield (label("last.until"), *clock, said)


def _within_bake(facts: Facts) -> Iterator[Line]:
    for stage in facts.live:
        for service in stage.services:
            bake = bake_minutes(service.rollout)
            key = "last.bake" if bake else "last.replaced"
            yield (say(key, service.id, name=service.name, bake=bake),)


def _within_window(facts: Facts) -> Iterator[Line]:
    """Yield when a return has to begin at the latest, so that it ends with the window."""
    claims = [terraform_waits(one) for stage in facts.live for one in stage.services]
    longest = max((one for one in claims if one.holds and one.limit), key=_number, default=None)
    window = facts.release.window.minutes
    if window is None or window.number is None:
        return
    if longest is None or longest.limit is None or not all(one.holds for one in claims):
        yield (label("last.unsaid"),)
        return
    left = window.number - _number(longest)
    if left <= 0:
        yield (asserted(longest, "last.too_short", "window", waits=longest.limit, minutes=window),)
    else:
        clock = when(facts, "last.window", left, (window, longest.limit))
        yield (label("last.until"), *clock, asserted(longest, "last.window", "window", waits=longest.limit))


def _number(claim: TerraformWaits) -> float:
    return (claim.limit.number if claim.limit else None) or 0

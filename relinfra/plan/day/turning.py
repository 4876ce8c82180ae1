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
            until = (label("last.until"), *clock, label("last.colon"), label("last.upgrade"))
            yield (*((label("last.upgrade_later"),) if turn.at is None else until), *no_way_back(database))
    for stage, change in product((first for first, *_ in facts.live_environments), facts.release.database_changes):
        claim, turn = change_is_borne(change), begin[change_in(facts, change, stage)]
        if claim.verdict is not Verdict.HOLDS:
            apart = distinct(facts, stage)
            named = stage.name if len(facts.live_environments) > 1 else None
            clock = when(facts, ".".join(("last", change.key, *apart)), turn.at, turn.rests)
            key = "last.change_later" if turn.at is None else "last.change"
            said = asserted(claim, key, ".".join((change.id, *apart)), change=change.key, stage=named)
            yield (said,) if turn.at is None else (label("last.until"), *clock, label("last.colon"), said)


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
    elif _deploys_after(facts, left):
        yield (asserted(longest, "last.never", "window", waits=longest.limit),)
    else:
        clock = when(facts, "last.window", left, (window, longest.limit))
        yield (
            label("last.until"),
            *clock,
            label("last.colon"),
            asserted(longest, "last.window", "window", waits=longest.limit),
        )


def _deploys_after(facts: Facts, minutes: float) -> bool:
    """Return whether no deployment begins before these minutes of the window are over, where that can be told."""
    begin = [turn.at for turn in day(facts) if turn.act.key.startswith("deployment.")]
    return bool(begin) and all(at is not None and at >= minutes for at in begin[:1])


def _number(claim: TerraformWaits) -> float:
    return (claim.limit.number if claim.limit else None) or 0

"""Whether Route 53 leads a name to the recovery region when its service is gone at home, and at nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import value_of
from relinfra.evidence.records.failover import FailoverName, FailoverSide

__all__ = ["FailoverMoves", "failover_moves"]

_REQUESTS_PER_5_MINUTES = 150
"""What all checkers of Route 53 ask for together; see `relinfra/matrix/rules/failover.py`."""
_HEALTHY = range(200, 400)
"""Statuses that Route 53 takes for a good answer."""


@dataclass(frozen=True)
class FailoverMoves(Claim):
    """A name moves to the other region while one service does not answer at home, and at nothing else."""

    kind: ClassVar[str] = "failover_moves"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_12",
        "CKV_RELINFRA_36",
        "CKV_RELINFRA_76",
        "CKV_RELINFRA_77",
        "CKV_RELINFRA_168",
        "CKV_RELINFRA_193",
        "CKV_RELINFRA_198",
    )


def failover_moves(name: FailoverName) -> FailoverMoves:
    """Return whether one signal moves a name, as wide as the service behind it and no wider."""
    home, away = name.home, name.away
    sides = [side for side in (home, away) if side.role]
    roles = (value_of(home.role), value_of(away.role))
    conditions = [Condition.of("both_sides", roles == ("PRIMARY", "SECONDARY"), home.role, away.role, name.domain)]
    for side in sides:
        conditions += _signal(side)
    asked = tuple(value_of(side.service) for side in (home, away))
    conditions.append(Condition.of("same_signal", _alike(home, away), home.path, away.path, home.type, away.type))
    conditions.append(Condition.of("reaches", None not in asked, home.asks, home.service, away.asks, away.service))
    return FailoverMoves(name.id, tuple(conditions))


def _signal(side: FailoverSide) -> Iterator[Condition]:
    """Yield what has to be so in either region."""
    # The provider asks for the switch of an alias; where it is not known, nothing is.
    follows = is_true(side.follows_target_health)
    yield Condition.of("nothing_else", None if follows is None else not follows, side.follows_target_health)
    yield Condition.of("own_check", side.asks is not None, side.asks or side.role)
    if side.asks is None:
        return
    yield Condition.of("switched_on", not (is_true(side.off) or False), side.off)
    yield Condition.of("own_region", is_true(side.own_region), side.own_region)
    if side.matcher:
        yield Condition.of("answers", _good(str(side.matcher.value)), side.matcher)
    if side.together:
        yield Condition.of("together", side.together.value, side.together)
    yield Condition.of("public", not (is_true(side.internal) or False), side.internal)
    if side.limit:
        enough = None if side.limit.number is None else side.limit.number >= _REQUESTS_PER_5_MINUTES
        yield Condition.of("let_through", enough, side.limit)


def _alike(home: FailoverSide, away: FailoverSide) -> bool:
    fields = (FailoverSide.type, FailoverSide.path, FailoverSide.interval_seconds, FailoverSide.failures)
    return all(value_of(field.of(home)) == value_of(field.of(away)) for field in fields)


def _good(matcher: str) -> bool:
    """Whether every status that the load balancer takes for healthy is one that Route 53 does too."""
    bounds = [int(bound) for one in matcher.split(",") for bound in one.split("-") if bound.isdecimal()]
    return bool(bounds) and all(bound in _HEALTHY for bound in bounds)

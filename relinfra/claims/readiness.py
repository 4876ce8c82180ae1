"""Whether a stage is ready for a release to go wrong: alarms are heard, people are there, a way back is open.

| claim | is met when |
|---|---|
| alarms are told | there are alarms, each is heard of, and who hears has confirmed |
| release turns back | there are services, and each turns back by itself, to a version that works |
| somebody is on call | they are named, are so from the release until close monitoring ends, and are there |
| database is backed up | backups are kept for at least a day |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, Verdict
from relinfra.claims.migration import previous_version_works
from relinfra.claims.rollback import alarms_roll_back, breaker_rolls_back
from relinfra.claims.watching import alarm_is_told
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Alarm, Topic
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = [
    "AlarmsAreTold",
    "BackedUp",
    "ReleaseTurnsBack",
    "SomebodyOnCall",
    "alarms_are_told",
    "backed_up",
    "release_turns_back",
    "somebody_on_call",
]


_Span = tuple[Fact[str] | None, Fact[str] | None]
"""The first and the last day of something, as far as they are said."""


@dataclass(frozen=True)
class AlarmsAreTold(Claim):
    """Every alarm of a stage reaches a person."""

    kind: ClassVar[str] = "alarms_are_told"


@dataclass(frozen=True)
class ReleaseTurnsBack(Claim):
    """A bad release turns back by itself in every service of a stage, to a version that works."""

    kind: ClassVar[str] = "release_turns_back"


@dataclass(frozen=True)
class SomebodyOnCall(Claim):
    """A named person can be called from the release until close monitoring ends."""

    kind: ClassVar[str] = "somebody_on_call"


@dataclass(frozen=True)
class BackedUp(Claim):
    """A database can be restored to a point in time."""

    kind: ClassVar[str] = "backed_up"


def alarms_are_told(stage: Stage) -> AlarmsAreTold:
    """Return whether every alarm of a stage reaches a person, who has confirmed it where SNS asks for that."""
    alarms = stage.alarms
    unheard = [claim for alarm in alarms if not (claim := alarm_is_told(stage, alarm)).holds]
    unheard.sort(key=lambda claim: claim.verdict is Verdict.UNKNOWN)
    conditions = [Condition.of("alarms", bool(alarms), stage.name)]
    if unheard:
        known = None if unheard[0].verdict is Verdict.UNKNOWN else False
        names = Alarm.name.each(alarm for alarm in alarms if any(claim.about == alarm.id for claim in unheard))
        conditions.append(Condition.of("each", known, *names[:1], *unheard[0].facts))
    else:
        conditions.append(Condition.of("each", True, *Topic.name.each(stage.topics)))
    conditions.append(_confirmed(stage))
    return AlarmsAreTold(f"{stage.id}.alarms", tuple(conditions))


def _confirmed(stage: Stage) -> Condition:
    """Return that who hears has confirmed: nothing is sent to an address of email before its owner does.

    https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html; Terraform cannot confirm it, either.
    """
    heard = Topic.subscribers.each(stage.topics)
    asked = [fact for fact in heard if any("@" in one and "://" not in one for one in fact.value)]
    return Condition.of("confirmed", None if asked else True, *(asked or heard))


def release_turns_back(stage: Stage) -> ReleaseTurnsBack:
    """Return whether every service of a stage turns back by itself, and the version it returns to works."""
    services = stage.services
    conditions = [Condition.of("services", bool(services), stage.name)]
    for service in services:
        conditions.append(_returns(service))
        works = previous_version_works(service)
        verdict = {Verdict.HOLDS: True, Verdict.FAILS: False, Verdict.UNKNOWN: None}[works.verdict]
        conditions.append(Condition.of("works", verdict, *works.facts))
    return ReleaseTurnsBack(f"{stage.id}.turns_back", tuple(conditions))


def _returns(service: Service) -> Condition:
    """Return that alarms turn a service back, or, where no load balancer counts its requests, the circuit breaker."""
    claims: list[Claim] = [alarms_roll_back(service)]
    if service.health.path is None:
        claims.append(breaker_rolls_back(service))
    holding = next((claim for claim in claims if claim.holds), None)
    return Condition.of("returns", holding is not None, service.name, *(holding or claims[0]).facts)


def somebody_on_call(facts: Facts) -> SomebodyOnCall:
    """Return whether somebody is on call from the release until close monitoring ends, and is there."""
    duty = facts.release.on_call.primary
    first, last = facts.schedule.milestone("release").date, facts.schedule.milestone("stable").date
    conditions = [Condition.of("named", duty.name is not None, duty.name)]
    if duty.name:
        begins = duty.from_.value <= first.value if duty.from_ and first else None
        stays = duty.to.value >= last.value if duty.to and last else None
        conditions += [
            Condition.of("begins", begins, duty.from_, first or duty.name),
            Condition.of("stays", stays, duty.to, last or duty.name),
            _there(facts, duty.name, first, last),
        ]
    return SomebodyOnCall("release.on_call", tuple(conditions))


def _there(facts: Facts, name: Fact[str], first: Fact[str] | None, last: Fact[str] | None) -> Condition:
    """Return that nobody who is on call is away meanwhile: a cover is no one who can be called."""
    for one in facts.release.absences:
        away = (value_of(one.name) or "").casefold() == name.value.casefold()
        if away and _overlaps((one.from_, one.to), (first, last)):
            return Condition.of("there", False, name, one.from_, one.to)
    return Condition.of("there", True, name)


def _overlaps(away: _Span, watched: _Span) -> bool:
    """Whether two spans of days, first and last, have one in common, as far as both are said."""
    away_from, away_to, first, last = (value_of(fact) for fact in (*away, *watched))
    if not (away_from and away_to and first and last):
        return False
    return away_from <= last and away_to >= first


def backed_up(database: Database) -> BackedUp:
    """Return whether backups of a database are kept."""
    days = database.backup_days
    kept = bool(days.value) if days else None
    return BackedUp(database.id, (Condition.of("kept", kept, days or database.identifier),))

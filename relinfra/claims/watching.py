"""Whether somebody is told: that a service is gone or breaks again and again, that a copy is late or fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import Fact, Figure, value_of
from relinfra.evidence.records.alarm import Alarm, CompositeAlarm, Topic, Watch
from relinfra.evidence.records.failover import FailoverSide
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = ["SomebodyIsTold", "copy_is_told", "failure_is_told", "gone_is_told", "move_is_told", "restarts_are_told"]

_GONE = ("healthy_hosts", "running_tasks")
_INCOMPLETE = ("missing_tasks",)
_RESTARTS = ("restarts",)
_MINUTES = {"minutes": 1, "days": 24 * 60}
_MEASURED_BY_US = "CopyAge"
"""The metric that AWS does not publish; see `relinfra_constructs/recovery/copy_ages.py`."""


@dataclass(frozen=True)
class SomebodyIsTold(Claim):
    """Something that happens makes an alarm tell people; `alarm` is its name, `limit` the age from which on it does."""

    kind: ClassVar[str] = "somebody_is_told"

    alarm: Fact[str] | None
    limit: Fact[Figure] | None = None


def gone_is_told(service: Service) -> SomebodyIsTold:
    """Return whether somebody is told when no task of a service answers, or runs where nobody asks.

    Silence has to count, for what is gone is silent; but of a service that at times has no task, where those that are
    missing count.
    """
    rests = _rests(service)
    return _of_service(service, "gone", (*_GONE, *_INCOMPLETE) if rests else _GONE, silent=not rests)


def restarts_are_told(service: Service) -> SomebodyIsTold:
    """Return whether somebody is told when tasks of a service break one after another."""
    return _of_service(service, "restarts", _RESTARTS, silent=False)


def copy_is_told(watch: Watch, promised: Fact[Figure] | None) -> SomebodyIsTold:
    """Return whether somebody is told when a copy stops or is older than `promised`, silence included."""
    conditions = [*_watched(watch), *_in_time(watch, promised)]
    if watch.alarm:
        conditions.append(_silence(watch.fires_without_data, watch.alarm))
    if value_of(watch.metric) == _MEASURED_BY_US:
        conditions.append(Condition.of("measured", watch.measured is not None, watch.measured or watch.metric))
    return SomebodyIsTold(watch.id, tuple(conditions), watch.alarm, watch.limit)


def failure_is_told(watch: Watch) -> SomebodyIsTold:
    """Return whether somebody is told of what failed, of which nothing is reported while all goes well."""
    return SomebodyIsTold(watch.id, tuple(_watched(watch)), watch.alarm)


def move_is_told(side: FailoverSide) -> SomebodyIsTold:
    """Return whether somebody is told when the check of one region fails, or says nothing any more."""
    watch = side.watch
    conditions = list(_watched(watch))
    if watch.alarm:
        conditions.append(_silence(watch.fires_without_data, watch.alarm))
    return SomebodyIsTold(watch.id, tuple(conditions), watch.alarm)


def _of_service(service: Service, event: str, subjects: tuple[str, ...], *, silent: bool) -> SomebodyIsTold:
    stage = Stage(service.facts, service.id.partition(".")[0])
    name = value_of(service.name)
    found = (one for one in stage.alarms if value_of(one.subject) in subjects and value_of(one.service) == name)
    alarm = next(found, None)
    about = f"{service.id}.{event}"
    if alarm is None:
        return SomebodyIsTold(about, (Condition.of("alarm", False, service.name),), None)
    conditions = [
        Condition.of("alarm", True, alarm.name, alarm.service),
        *_heard(stage, alarm),
        *([_silence(alarm.fires_without_data, alarm.name)] if silent else ()),
    ]
    return SomebodyIsTold(about, tuple(conditions), alarm.name)


def _heard(stage: Stage, alarm: Alarm) -> Iterator[Condition]:
    """Yield that the alarm, or a composite over it, acts, and that somebody hears of it."""
    covering = [one for one in stage.composite_alarms if one.notifies and alarm.key in (value_of(one.covers) or ())]
    telling: list[Alarm | CompositeAlarm] = [alarm] if alarm.notifies else list(covering[:1])
    if alarm.notifies:
        yield Condition.of("acts", is_true(alarm.actions_enabled) is not False, alarm.actions_enabled)
    told = [one.notifies for one in telling if one.notifies]
    yield Condition.of(
        "told", bool(told), *told, *(() if told else (alarm.name,)), *(one.covers for one in covering[:1])
    )
    topics = {name for fact in told for name in fact.value}
    heard = [topic for topic in stage.topics if value_of(topic.name) in topics]
    if told:
        yield Condition.of("heard", any(one.subscribers for one in heard), *Topic.subscribers.each(heard), *told)


def _watched(watch: Watch) -> Iterator[Condition]:
    yield Condition.of("alarm", watch.alarm is not None, watch.alarm)
    if watch.alarm is None:
        return
    yield Condition.of("acts", is_true(watch.actions_enabled) is not False, watch.actions_enabled)
    yield Condition.of("told", watch.told is not None, watch.told or watch.alarm)
    if watch.told:
        yield Condition.of("heard", watch.subscribers is not None, watch.subscribers or watch.told)


def _in_time(watch: Watch, promised: Fact[Figure] | None) -> Iterator[Condition]:
    limit = watch.limit
    if limit is None or promised is None:
        return
    early = None
    if limit.number is not None and promised.number is not None:
        early = limit.number * _MINUTES[limit.unit] <= promised.number * _MINUTES[promised.unit]
    yield Condition.of("in_time", early, limit, promised)


def _silence(fires: Fact[bool] | None, alarm: Fact[str] | None) -> Condition:
    return Condition.of("silence", is_true(fires) or False, fires or alarm)


def _rests(service: Service) -> bool:
    """Whether the service may have no task at all at times, as it was asked for."""
    least = [service.tasks_min, *(one.tasks_min for one in service.schedules)]
    return any(fact is not None and fact.value == 0 for fact in least)

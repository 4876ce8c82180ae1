"""Whether somebody is told: that a service is gone or breaks again and again, that a copy is late or fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import Fact, Figure, value_of
from relinfra.evidence.records.alarm import Alarm, EventAlert, Topic, Watch
from relinfra.evidence.records.failover import FailoverSide
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = [
    "SomebodyIsTold",
    "alarm_is_told",
    "copy_is_told",
    "event_is_told",
    "failure_is_told",
    "gone_is_told",
    "move_is_told",
    "restarts_are_told",
]

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
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_9",
        "CKV_RELINFRA_28",
        "CKV_RELINFRA_31",
        "CKV_RELINFRA_32",
        "CKV_RELINFRA_33",
        "CKV_RELINFRA_56",
        "CKV_RELINFRA_70",
        "CKV_RELINFRA_72",
        "CKV_RELINFRA_74",
        "CKV_RELINFRA_75",
        "CKV_RELINFRA_155",
        "CKV_RELINFRA_164",
    )

    alarm: Fact[str] | None
    limit: Fact[Figure] | None = None


def alarm_is_told(stage: Stage, alarm: Alarm) -> SomebodyIsTold:
    """Return whether somebody hears of an alarm when it fires, by itself or through a composite."""
    return stage.facts.remember(
        ("alarm_is_told", alarm.id), lambda: SomebodyIsTold(alarm.id, tuple(_heard(stage, alarm)), alarm.name)
    )


def event_is_told(stage: Stage, alert: EventAlert) -> SomebodyIsTold:
    """Return whether somebody hears of what a rule of EventBridge publishes."""
    topics = [topic for topic in stage.topics if alert.topic and value_of(topic.name) == alert.topic.value]
    subscribed = [one for one in topics if one.subscribers]
    whole = any(_unfiltered(one.subscribers, one.filtered) for one in subscribed or topics)
    conditions = (
        Condition.of("acts", is_true(alert.enabled) is not False, alert.enabled),
        Condition.of("told", alert.topic is not None, alert.topic or alert.name),
        Condition.of("heard", bool(subscribed) or not topics, *Topic.subscribers.each(topics), alert.topic),
        Condition.of("admitted", is_true(alert.admitted) or False, alert.admitted or alert.topic),
        # A topic without a key of its own asks none.
        Condition.of("key_admits", is_true(alert.key_admits) is not False, alert.key_admits),
        Condition.of("unfiltered", whole or not topics, *Topic.filtered.each(subscribed or topics)),
    )
    return SomebodyIsTold(alert.id, conditions, alert.name)


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
    alarm = next((one for one in stage.alarms_of(service) if value_of(one.subject) in subjects), None)
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
    through = None if alarm.notifies else stage.composite_over(alarm)
    told = through.notifies if through else alarm.notifies
    if told:
        acts = (through or alarm).actions_enabled
        yield Condition.of("acts", is_true(acts) is not False, acts)
    yield Condition.of("told", told is not None, told or alarm.name, through.covers if through else None)
    if through:
        yield Condition.of("any_fires", is_true(through.any_fires) or False, through.any_fires or through.covers)
    if told:
        topics = [topic for topic in stage.topics if value_of(topic.name) in told.value]
        yield from _topics(topics, told)


def _topics(topics: list[Topic], told: Fact[tuple[str, ...]]) -> Iterator[Condition]:
    """Yield that one of the topics takes what an alarm publishes, and that somebody hears all of it."""
    subscribed = [one for one in topics if one.subscribers]
    yield Condition.of("heard", bool(subscribed), *Topic.subscribers.each(topics), *(() if subscribed else (told,)))
    asked = subscribed or topics
    for name, field in (("admitted", Topic.admits_alarms), ("key_admits", Topic.key_admits_alarms)):
        let = any(is_true(field.of(one)) is not False for one in asked)
        yield Condition.of(name, let or not asked, *field.each(asked))
    whole = any(_unfiltered(one.subscribers, one.filtered) for one in asked)
    yield Condition.of("unfiltered", whole or not asked, *Topic.filtered.each(asked))


def _unfiltered(subscribers: Fact[tuple[str, ...]] | None, filtered: Fact[tuple[str, ...]] | None) -> bool:
    """Whether one of those who are subscribed hears of everything."""
    return filtered is None or bool(set(value_of(subscribers) or ()) - set(filtered.value))


def _watched(watch: Watch) -> Iterator[Condition]:
    yield Condition.of("alarm", watch.alarm is not None, watch.alarm)
    if watch.alarm is None:
        return
    yield Condition.of("acts", is_true(watch.actions_enabled) is not False, watch.actions_enabled)
    yield Condition.of("told", watch.told is not None, watch.told or watch.alarm)
    if watch.told:
        yield Condition.of("heard", watch.subscribers is not None, watch.subscribers or watch.told)
        yield Condition.of("admitted", is_true(watch.admits_alarms) is not False, watch.admits_alarms)
        yield Condition.of("key_admits", is_true(watch.key_admits_alarms) is not False, watch.key_admits_alarms)
        yield Condition.of("unfiltered", _unfiltered(watch.subscribers, watch.filtered), watch.filtered)


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

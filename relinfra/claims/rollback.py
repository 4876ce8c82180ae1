"""Claims about automatic rollback: by alarms, by the circuit breaker of ECS, by CodeDeploy after a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.rollout import CodeDeploy, EcsRollout, Shifting
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = [
    "AlarmsRollBack",
    "BreakerRollsBack",
    "FailureRollsBack",
    "alarms_roll_back",
    "breaker_rolls_back",
    "failure_rolls_back",
]

_ON_ALARM = "DEPLOYMENT_STOP_ON_ALARM"
_ON_FAILURE = "DEPLOYMENT_FAILURE"
_JUDGED = ("breaching", "notBreaching")
_ANOTHER_PERCENTILE = "latency"
"""What is watched where the statistic is not the 95th percentile; see `relinfra/evidence/subjects/alarm.py`."""


@dataclass(frozen=True)
class AlarmsRollBack(Claim):
    """Alarms turn a service's deployment back while it runs; `alarms` are their names, where any are named."""

    kind: ClassVar[str] = "alarms_roll_back"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_1",
        "CKV_RELINFRA_7",
        "CKV_RELINFRA_14",
        "CKV_RELINFRA_15",
        "CKV_RELINFRA_26",
        "CKV_RELINFRA_27",
        "CKV_RELINFRA_28",
        "CKV_RELINFRA_29",
        "CKV_RELINFRA_30",
        "CKV_RELINFRA_57",
        "CKV_RELINFRA_67",
        "CKV_RELINFRA_68",
        "CKV_RELINFRA_69",
        "CKV_RELINFRA_70",
        "CKV_RELINFRA_83",
    )

    alarms: Fact[tuple[str, ...]] | None


@dataclass(frozen=True)
class BreakerRollsBack(Claim):
    """The circuit breaker of ECS turns a deployment back whose tasks do not become healthy."""

    kind: ClassVar[str] = "breaker_rolls_back"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_2",)


@dataclass(frozen=True)
class FailureRollsBack(Claim):
    """CodeDeploy undoes a deployment that fails; `events` are what it takes for a failure."""

    kind: ClassVar[str] = "failure_rolls_back"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_82",)

    events: Fact[tuple[str, ...]] | None


def alarms_roll_back(service: Service) -> AlarmsRollBack:
    """Return whether alarms turn a deployment of the service back, be it ECS or CodeDeploy that does it."""
    return service.facts.remember(("alarms_roll_back", service.id), lambda: _alarms_roll_back(service))


def _alarms_roll_back(service: Service) -> AlarmsRollBack:
    rollout = service.rollout
    if isinstance(rollout, CodeDeploy) and rollout.elsewhere:
        return AlarmsRollBack(service.id, (_elsewhere(rollout),), None)
    switches = _code_deploy(rollout) if isinstance(rollout, CodeDeploy) else _ecs(rollout)
    named = rollout.alarms
    alarms = Stage(service.facts, service.id.partition(".")[0]).alarms_named(value_of(named) or ())
    conditions = (
        Condition.of("named", named is not None, named),
        *switches,
        *((_exist(named, alarms), *_judging(service, alarms)) if named else ()),
    )
    return AlarmsRollBack(service.id, conditions, named)


def breaker_rolls_back(service: Service) -> BreakerRollsBack:
    """Return whether the circuit breaker turns a deployment of the service back."""
    rollout = service.rollout
    conditions = (
        Condition.of("by_ecs", isinstance(rollout, EcsRollout), rollout.strategy),
        Condition.of("enabled", is_true(rollout.circuit_breaker) or False, rollout.circuit_breaker),
        Condition.of(
            "rolls_back", is_true(rollout.circuit_breaker_rollback) or False, rollout.circuit_breaker_rollback
        ),
    )
    return BreakerRollsBack(service.id, conditions)


def failure_rolls_back(service: Service) -> FailureRollsBack:
    """Return whether CodeDeploy undoes a deployment of the service that fails."""
    rollout = service.rollout
    if not isinstance(rollout, CodeDeploy):
        return FailureRollsBack(service.id, (Condition.of("by_code_deploy", False, rollout.strategy),), None)
    if rollout.elsewhere:
        return FailureRollsBack(service.id, (_elsewhere(rollout),), None)
    events = rollout.rollback_events
    conditions = (
        Condition.of("enabled", is_true(rollout.rollback) or False, rollout.rollback),
        Condition.of("on_failure", _ON_FAILURE in (value_of(events) or ()), events),
    )
    return FailureRollsBack(service.id, conditions, events)


def _elsewhere(rollout: CodeDeploy) -> Condition:
    """Return that another project's Terraform has the deployment group, so that nothing is known of it here."""
    return Condition.of("elsewhere", None, rollout.strategy)


def _ecs(rollout: EcsRollout) -> Iterator[Condition]:
    if rollout.alarms is not None:
        yield Condition.of("enabled", is_true(rollout.alarms_enabled), rollout.alarms_enabled)
        yield Condition.of("rolls_back", is_true(rollout.alarms_rollback), rollout.alarms_rollback)


def _code_deploy(rollout: CodeDeploy) -> Iterator[Condition]:
    if rollout.alarms is not None:
        # The provider's defaults are off for all of them, so that silence is a no.
        yield Condition.of("enabled", is_true(rollout.alarms_enabled) or False, rollout.alarms_enabled)
        yield Condition.of("rolls_back", is_true(rollout.rollback) or False, rollout.rollback)
        events = rollout.rollback_events
        yield Condition.of("on_alarm", _ON_ALARM in (value_of(events) or ()), events)


def _exist(named: Fact[tuple[str, ...]], alarms: tuple[Alarm, ...]) -> Condition:
    """Return that every alarm named is one of these stacks; one of another project's cannot be judged."""
    found = {value_of(alarm.name) for alarm in alarms}
    return Condition.of("exist", True if set(named.value) <= found else None, named, *Alarm.name.each(alarms))


def _judging(service: Service, alarms: tuple[Alarm, ...]) -> Iterator[Condition]:
    """Yield what each alarm has to be for it to judge this deployment, and in time."""
    both = _both_sides(service)
    other = any(value_of(alarm.subject) == _ANOTHER_PERCENTILE for alarm in alarms)
    yield Condition.of("statistic", not other, *Alarm.statistic.each(alarms))
    silence = (value_of(alarm.missing_data) in _JUDGED for alarm in alarms)
    yield Condition.of("silence_judged", all(silence), *Alarm.missing_data.each(alarms))
    if both:
        sides = {fact.value for fact in both}
        watching = (value_of(alarm.target_groups) for alarm in alarms)
        whole = all(groups is None or sides <= set(groups) for groups in watching)
        yield Condition.of("both_sides", whole, *both, *Alarm.target_groups.each(alarms))
    yield from _in_time(service, alarms)


def _both_sides(service: Service) -> tuple[Fact[str], ...]:
    """Return the target groups between which traffic moves: an alarm on one of them sees half of it."""
    rollout = service.rollout
    if isinstance(rollout, Shifting | CodeDeploy):
        groups = (rollout.target_group, rollout.alternate_target_group)
        return tuple(group for group in groups if group)
    return ()


def _in_time(service: Service, alarms: tuple[Alarm, ...]) -> Iterator[Condition]:
    """Yield that alarms decide before the tasks to go back to are gone; a rolling deployment has no such end."""
    rollout = service.rollout
    if not isinstance(rollout, Shifting | CodeDeploy) or rollout.bake_minutes is None:
        return
    bake, windows = rollout.bake_minutes, Alarm.window_minutes.each(alarms)
    longest = max((window.number or 0 for window in windows), default=0)
    decides = None if bake.number is None else longest <= bake.number
    yield Condition.of("in_time", decides, bake, *windows)

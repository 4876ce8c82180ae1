"""The services of the recovery region: given the tasks of home while they serve, and put back to waiting."""

from __future__ import annotations

from relinfra.evidence import Fact
from relinfra.evidence.records.recovery import StandbyService
from relinfra.evidence.records.service import ScheduledScaling, Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import asked, named, tasks_serve
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["answering", "awake", "fenced", "home_of", "there", "waiting"]


def home_of(stage: Stage, service: StandbyService) -> Service:
    """Return the service that one of the recovery region stands in for."""
    return Stage.services.get(stage, service.key)


def there(stage: Stage, service: StandbyService) -> dict[str, Fact | None]:
    """Return what names a service of the recovery region to ECS."""
    return {"region": stage.recovery.region, "cluster": service.cluster, "name": service.name}


def fenced(stage: Stage) -> tuple[Step, ...]:
    """Return how the tasks at home are stopped, so that two regions never write at once."""
    about = [named(stage, one) for one in stage.services]
    return tuple(Step("fence_tasks", Kind.ATTEMPT, "tasks_to_none", one) for one in about if all(one.values()))


def awake(stage: Stage, service: StandbyService) -> tuple[Step, ...]:
    """Return how a service gets as many tasks as at home, on the same schedule, and what is awaited of it."""
    home, about = home_of(stage, service), there(stage, service)
    given: dict[str, Fact | None] = {**about, "low": home.tasks_min, "high": home.tasks_max}
    if not all(given.values()):
        return (Step("wake_people", Kind.DECIDE, given=given),)
    schedules: list[dict[str, Given]] = [{**about, **_scheduled(one)} for one in home.schedules]
    return (
        Step("wake", Kind.ACT, "tasks_again", given),
        *(Step("schedule_here", Kind.ACT, "schedule_tasks", one) for one in schedules),
        *tasks_serve(about, home),
    )


def _scheduled(one: ScheduledScaling) -> dict[str, Given]:
    """Return what a schedule is made with."""
    return {"action": one.name, "when": one.when, "zone": one.timezone, "low": one.tasks_min, "high": one.tasks_max}


def answering(stage: Stage) -> tuple[Step, ...]:
    """Return the questions to the names that the recovery region alone answers, before customers are led there."""
    sides = [name.away for name in stage.recovery.names]
    return tuple(step for one in sides for step in asked(one.asks, one.path, one.matcher, None))


def waiting(stage: Stage, service: StandbyService) -> tuple[Step, ...]:
    """Return how a service gets the tasks again that it waits with."""
    about, home = there(stage, service), home_of(stage, service)
    given: dict[str, Fact | None] = {**about, "low": service.tasks_min, "high": service.tasks_max}
    if not all(given.values()):
        return (Step("wait_people", Kind.DECIDE, given=given),)
    schedules: list[dict[str, Given]] = [{**about, "action": one.name} for one in home.schedules]
    return (
        *(Step("unschedule", Kind.ACT, "unschedule_tasks", one) for one in schedules),
        Step("wait_again", Kind.ACT, "tasks_again", given),
    )

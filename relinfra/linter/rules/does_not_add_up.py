"""Does not add up: minutes, shares, people or thresholds that cannot all hold at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from relinfra.claims import terraform_waits
from relinfra.evidence import value_of
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear
from relinfra.linter.context import LintContext
from relinfra.linter.contradictions import found_contradictions
from relinfra.linter.finding import LintFinding

if TYPE_CHECKING:
    from relinfra.evidence import Fact
    from relinfra.evidence.records.service import Service
    from relinfra.matrix import Environment
    from relinfra.release import Release
    from relinfra.release.models.quality import Baselines

__all__ = ["find"]

_WHOLE = 100
_MOST_ROLES = 2
_WATCHED: dict[str, tuple[str, Callable[[Baselines], float | None]]] = {
    "error_rate_percent": ("error_rate", lambda baselines: baselines.error_rate_percent),
    "p95_latency_ms": ("p95_latency", lambda baselines: baselines.p95_latency_ms),
}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    release = context.release
    if release is not None:
        yield from _window(context, release)
        yield from _return(context, release)
        yield from _shares(context, release)
        yield from _baselines(context, release)
        yield from _roles(context, release)
        yield from _duty(context, release)
        yield from _contradictions(context)


def _window(context: LintContext, release: Release) -> Iterator[LintFinding]:
    """Yield that migrations and the longest deployment take longer than the window, environment by environment."""
    once = sum(change.minutes or 0 for change in release.database_changes.values())
    longest = {live.name: max(_deployments(context, live), default=(0.0, "")) for live in context.live}
    migrations = once * len(longest)
    needed = migrations + sum(minutes for minutes, _ in longest.values())
    if release.window and needed > release.window.minutes:
        deployed = " and ".join(f"{minutes:g} of deployment of {name}" for minutes, name in longest.values())
        parts = f"{migrations} of migrations and at least {deployed}"
        found = f"its window has {release.window.minutes} minutes, and the day needs {needed:g}: {parts}"
        yield from context.in_release(found, "Let the window be longer, or migrate before it.", "window")


def _deployments(context: LintContext, live: Environment) -> Iterator[tuple[float, str]]:
    """Yield the minutes that each service of an environment takes at least, and its name."""
    return ((_least(one), value_of(one.name) or one.key) for of, one in context.live_services if of is live)


def _return(context: LintContext, release: Release) -> Iterator[LintFinding]:
    """Yield that a return takes longer than it may, and that whoever is called first comes when the bake is over."""
    wanted = release.needs.rollback_within_minutes if release.needs else None
    levels = release.on_call.escalation if release.on_call else ()
    first = next((one.within_minutes for one in levels if one.role == "on_call"), 0)
    for _, service in context.live_services:
        bake, waits = _baked(service), terraform_waits(service)
        name, longest = value_of(service.name) or service.key, _number(waits.limit)
        if wanted and not bake and waits.holds and longest > wanted:
            found = f"a return is wanted within {wanted} minutes, and one of {name} may take {longest:g}"
            remedy = "Take a strategy that keeps the old tasks for a while, or allow more."
            yield from context.in_release(found, remedy, "needs", "rollback_within_minutes")
        if bake and first > bake:
            found = f"whoever is called answers within {first} minutes, and the old tasks of {name} stay {bake:g}"
            yield from context.in_release(found, "Let the bake be longer, or answer sooner.", "on_call", "escalation")


def _contradictions(context: LintContext) -> Iterator[LintFinding]:
    """Yield what `relinfra validate` finds between values of the release file, and between them and the matrix."""
    for one in found_contradictions(context.matrix, context.file) if context.file else ():
        found = f"expected {one.expected}, found {one.found}"
        yield from context.in_release(found, one.hint or "Let both say the same.", *map(str, one.path))


def _least(service: Service) -> float:
    """Return the minutes that pass in a deployment by its own rules, before any task has started."""
    match service.rollout:
        case BlueGreen():
            return _number(service.rollout.bake_minutes)
        case Canary():
            return _number(service.rollout.shift_bake_minutes) + _number(service.rollout.bake_minutes)
        case Linear():
            return _number(service.rollout.shift_minutes) + _number(service.rollout.bake_minutes)
        case _:
            return 0


def _baked(service: Service) -> float:
    """Return the minutes that old tasks stay after the traffic is shifted."""
    match service.rollout:
        case BlueGreen() | Canary() | Linear() | CodeDeploy():
            return _number(service.rollout.bake_minutes)
        case _:
            return 0


def _number(fact: Fact | None) -> float:
    return (fact.number if fact else None) or 0


def _shares(context: LintContext, release: Release) -> Iterator[LintFinding]:
    for name, flag in release.flags.items():
        steps, path = flag.rollout_percent, ("flags", name, "rollout_percent")
        if any(step > _WHOLE for step in steps):
            found = f"flag `{name}` is raised to {max(steps):g} % of users, and there are {_WHOLE} %"
            yield from context.in_release(found, "Let its last share be 100.", *path)


def _baselines(context: LintContext, release: Release) -> Iterator[LintFinding]:
    """Yield that what is ordinary would already fire the least alarm on it."""
    alarms = [one for live in context.live for stage in context.live_stages(live) for one in stage.alarms]
    for field, (subject, measured) in _WATCHED.items():
        normal = measured(release.baselines)
        limits = [_number(one.threshold) for one in alarms if value_of(one.subject) == subject and one.threshold]
        if normal is not None and limits and normal >= min(limits):
            found = f"`{field}` is {normal:g} on an ordinary day, and an alarm fires above {min(limits):g}"
            yield from context.in_release(found, "Raise the alarm, or mend what is slow.", "baselines", field)


def _roles(context: LintContext, release: Release) -> Iterator[LintFinding]:
    counted = Counter(person.name.casefold() for person in release.people.values())
    for role, person in release.people.items():
        roles = counted.pop(person.name.casefold(), 0)
        if _MOST_ROLES < roles < len(release.people):
            found = f"{person.name} has {roles} of {len(release.people)} roles, and one person acts in one at a time"
            yield from context.in_release(found, "Name another for what happens at the same time.", "people", role)


def _duty(context: LintContext, release: Release) -> Iterator[LintFinding]:
    if release.on_call is None or release.date is None:
        return
    for name, duty in (("primary", release.on_call.primary), ("secondary", release.on_call.secondary)):
        for away in release.absences.values():
            if duty and away.name.casefold() == duty.name.casefold():
                first, last = max(away.from_, duty.from_, release.date), min(away.to, duty.to)
                if first <= last:
                    called, absent = f"{duty.from_} to {duty.to}", f"{away.from_} to {away.to}"
                    found = f"{duty.name} is on call from {called}, and away from {absent}"
                    yield from context.in_release(found, "Name who covers on call.", "on_call", name)

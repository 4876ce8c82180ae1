"""A strategy that moves traffic knows how to test, how long to wait and when to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Rollout
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "hooks_are_asked",
    "hooks_are_told_apart",
    "shares_are_parts",
    "shift_is_complete",
    "test_cidrs_are_shared",
    "test_port_is_free",
    "test_port_is_shared",
]

_REQUIRED = {
    "bake_minutes": ("how long {} keeps the old tasks", "for example `bake_minutes: 30`"),
    "test_port": ("the port on which {} tests the new tasks", "for example `test_port: 8443`"),
    "rollback": (
        "the thresholds at which {} rolls back",
        "for example `rollback: {{error_rate_percent: 2, p95_latency_ms: 400}}`",
    ),
}
_REQUIRED_ALSO = {
    "canary": {
        "canary_percent": ("the share of the traffic that {} moves first", "for example `canary_percent: 10`"),
        "canary_bake_minutes": ("how long {} watches that share", "for example `canary_bake_minutes: 10`"),
    },
    "linear": {
        "step_percent": ("the share of the traffic that {} moves in a step", "for example `step_percent: 20`"),
        "step_bake_minutes": ("how long {} watches a step", "for example `step_bake_minutes: 5`"),
    },
}
_REQUIRED_OF_CODE_DEPLOY = {
    "shift": ("how {} moves traffic", "for example `shift: all_at_once`, or `canary` or `linear`"),
}
_SPOKEN = {
    "blue_green": "blue/green",
    "canary": "a canary",
    "linear": "a linear deployment",
    "codedeploy": "CodeDeploy",
}
_FIRST_WAIT = {"canary": "canary_bake_minutes", "linear": "step_bake_minutes"}
_FIRST_SHARE = {"canary": "canary_percent", "linear": "step_percent"}
_ALL_PERCENT = 100
_LISTENERS = {80: "the redirect to HTTPS", 443: "the traffic of users"}


def shift_is_complete(scope: Scope) -> Iterator[Finding]:
    """Demand all that a strategy needs which moves traffic, and alarms that can fire while it waits."""
    for path, _, rollout in _shifting(scope):
        own = _REQUIRED_OF_CODE_DEPLOY if rollout.by_code_deploy else {}
        required = {**own, **_REQUIRED, **_REQUIRED_ALSO.get(rollout.pace, {})}
        for field, (expected, hint) in required.items():
            if getattr(rollout, field) is None:
                yield Finding((*path, field), expected.format(_SPOKEN[rollout.strategy]), hint=hint.format())
        yield from _alarms_in_time(path, rollout)


def _alarms_in_time(path: Path, rollout: Rollout) -> Iterator[Finding]:
    for field in filter(None, ("bake_minutes", _FIRST_WAIT.get(rollout.pace))):
        wait = getattr(rollout, field)
        if rollout.rollback and wait and rollout.rollback.evaluation_minutes > wait:
            expected = f"at most the {wait} minutes of `{field}`, or the alarm comes too late"
            found = f"{rollout.rollback.evaluation_minutes}"
            yield Finding((*path, "rollback", "evaluation_minutes"), expected, found, related=((*path, field),))
            return


def hooks_are_asked(scope: Scope) -> Iterator[Finding]:
    """Refuse hooks of a rolling deployment: ECS would not ask them, and a gate nobody asks guards nothing."""
    for key, service in scope.environment.services.items():
        if service.deployment.hooks and not service.deployment.shifts_traffic:
            path = scope.at("services", key, "deployment")
            expected = "a strategy that moves traffic, which alone asks hooks"
            hint = "choose another strategy, or set `hooks: []` here"
            yield Finding((*path, "hooks"), expected, "`rolling`", hint, ((*path, "strategy"),))


def hooks_are_told_apart(scope: Scope) -> Iterator[Finding]:
    """Refuse a function that a deployment would ask twice at the same stage."""
    for path, _, rollout in _shifting(scope):
        asked: dict[tuple[str, str], Path] = {}
        for index, hook in enumerate(rollout.hooks):
            at = (*path, "hooks", index, "stages")
            twice = [stage for stage in hook.stages if (hook.function, stage) in asked]
            if twice:
                expected = f"stages at which `{hook.function}` is not asked already"
                yield Finding(at, expected, ", ".join(twice), related=(asked[hook.function, twice[0]],))
            asked.update({(hook.function, stage): at for stage in hook.stages if stage not in twice})


def shares_are_parts(scope: Scope) -> Iterator[Finding]:
    """Refuse a first share that is all of the traffic: nothing would be left to watch it with."""
    for path, _, rollout in _shifting(scope):
        field = _FIRST_SHARE.get(rollout.pace)
        if field and getattr(rollout, field) == _ALL_PERCENT:
            expected = "a share of the traffic below 100 %, so that some users keep the old version"
            whole = "shift: all_at_once" if rollout.by_code_deploy else "strategy: blue_green"
            yield Finding((*path, field), expected, hint=f"`{whole}` moves all of it at once")


def test_port_is_free(scope: Scope) -> Iterator[Finding]:
    """Demand a port of its own for the test listener."""
    for path, port, rollout in _shifting(scope):
        if rollout.test_port in _LISTENERS:
            use = _LISTENERS[rollout.test_port]
            yield Finding((*path, "test_port"), "a port of its own", f"{rollout.test_port}, which carries {use}")
        elif rollout.test_port == port:
            found = f"{port}, which is the service's own `port`"
            hint = "one number for both makes security groups and runbooks ambiguous"
            yield Finding((*path, "test_port"), "a port of its own", found, hint, ((*path[:-1], "port"),))


def test_port_is_shared(scope: Scope) -> Iterator[Finding]:
    """Demand one test port of all services of an environment, which share a load balancer."""
    first: tuple[str, int] | None = None
    for path, _, rollout in _shifting(scope):
        if rollout.test_port is None:
            continue
        key = str(path[-2])
        if first is None:
            first = (key, rollout.test_port)
        elif rollout.test_port != first[1]:
            expected = f"the test port {first[1]} of the service `{first[0]}`, since both share one load balancer"
            other = scope.at("services", first[0], "deployment", "test_port")
            yield Finding((*path, "test_port"), expected, related=(other,))


def test_cidrs_are_shared(scope: Scope) -> Iterator[Finding]:
    """Demand one list of networks of all services that share a test port, since it opens the port for all of them."""
    services = [(path, set(rollout.test_cidrs or ())) for path, _, rollout in _shifting(scope)]
    for path, cidrs in services[1:]:
        first, expected = services[0]
        if cidrs != expected:
            other = (*first, "test_cidrs")
            wanted = f"the networks of the service `{first[-2]}`, since both share one test port"
            found = ", ".join(sorted(cidrs)) or "nothing"
            yield Finding((*path, "test_cidrs"), wanted, found, related=(other,))


def _shifting(scope: Scope) -> Iterator[tuple[Path, int, Rollout]]:
    for key, service in scope.environment.services.items():
        if service.deployment.shifts_traffic:
            yield scope.at("services", key, "deployment"), service.port, service.deployment

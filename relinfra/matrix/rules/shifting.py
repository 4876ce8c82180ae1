"""A strategy that moves traffic knows how to test, how long to wait and when to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import CodeDeploy, PartialShift, Shifting
from relinfra.matrix.rules.finding import Finding, deployments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "alarms_fire_in_time",
    "hooks_are_told_apart",
    "shares_are_parts",
    "test_cidrs_are_shared",
    "test_port_is_free",
    "test_port_is_shared",
]

_ALL_PERCENT = 100
_LISTENERS = {80: "the redirect to HTTPS", 443: "the traffic of users"}


def alarms_fire_in_time(scope: Scope) -> Iterator[Finding]:
    """Demand alarms that can fire while a strategy waits for them.

    An alarm that decides after the old tasks are gone turns nothing back.
    """
    for path, _, rollout in deployments(scope, Shifting):
        waits = {"bake_minutes": rollout.bake_minutes}
        if isinstance(rollout, PartialShift):
            waits[rollout.wait_key] = rollout.first_wait
        minutes = rollout.rollback.evaluation_minutes
        late = next(((key, wait) for key, wait in waits.items() if minutes > wait), None)
        if late is not None:
            key, wait = late
            expected = f"at most the {wait} minutes of `{key}`, or the alarm comes too late"
            yield Finding((*path, "rollback", "evaluation_minutes"), expected, f"{minutes}", related=((*path, key),))


def hooks_are_told_apart(scope: Scope) -> Iterator[Finding]:
    """Refuse a function that a deployment would ask twice at the same stage.

    One answer would count twice.
    """
    for path, _, rollout in deployments(scope, Shifting):
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
    for path, _, rollout in deployments(scope, PartialShift):
        if rollout.first_share == _ALL_PERCENT:
            expected = "a share of the traffic below 100 %, so that some users keep the old version"
            whole = "shift: all_at_once" if isinstance(rollout, CodeDeploy) else "strategy: blue_green"
            yield Finding((*path, rollout.share_key), expected, hint=f"`{whole}` moves all of it at once")


def test_port_is_free(scope: Scope) -> Iterator[Finding]:
    """Demand a port of its own for the test listener.

    A load balancer has one listener for a port.
    """
    for path, service, rollout in deployments(scope, Shifting):
        if rollout.test_port in _LISTENERS:
            use = _LISTENERS[rollout.test_port]
            yield Finding((*path, "test_port"), "a port of its own", f"{rollout.test_port}, which carries {use}")
        elif rollout.test_port == service.port:
            found = f"{service.port}, which is the service's own `port`"
            hint = "one number for both makes security groups and runbooks ambiguous"
            yield Finding((*path, "test_port"), "a port of its own", found, hint, ((*path[:-1], "port"),))


def test_port_is_shared(scope: Scope) -> Iterator[Finding]:
    """Demand one test port of all services of an environment, which share a load balancer."""
    first: tuple[str, int] | None = None
    for path, _, rollout in deployments(scope, Shifting):
        key = str(path[-2])
        if first is None:
            first = (key, rollout.test_port)
        elif rollout.test_port != first[1]:
            expected = f"the test port {first[1]} of the service `{first[0]}`, since both share one load balancer"
            other = scope.at("services", first[0], "deployment", "test_port")
            yield Finding((*path, "test_port"), expected, related=(other,))


def test_cidrs_are_shared(scope: Scope) -> Iterator[Finding]:
    """Demand one list of networks of all services that share a test port, since it opens the port for all of them."""
    services = [(path, set(rollout.test_cidrs or ())) for path, _, rollout in deployments(scope, Shifting)]
    for path, cidrs in services[1:]:
        first, expected = services[0]
        if cidrs != expected:
            other = (*first, "test_cidrs")
            wanted = f"the networks of the service `{first[-2]}`, since both share one test port"
            found = ", ".join(sorted(cidrs)) or "nothing"
            yield Finding((*path, "test_cidrs"), wanted, found, related=(other,))

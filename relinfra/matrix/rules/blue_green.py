"""Blue/green knows how to test, how long to wait and when to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Rollout
    from relinfra.matrix.problems import Path
    from relinfra.matrix.rules.finding import Scope

__all__ = ["blue_green_is_complete", "test_cidrs_are_shared", "test_port_is_free", "test_port_is_shared"]

_REQUIRED = {
    "bake_minutes": ("how long blue/green keeps the old tasks", "for example `bake_minutes: 30`"),
    "test_port": ("the port on which blue/green tests the new tasks", "for example `test_port: 8443`"),
    "rollback": (
        "the thresholds at which blue/green rolls back",
        "for example `rollback: {error_rate_percent: 2, p95_latency_ms: 400}`",
    ),
}
_LISTENERS = {80: "the redirect to HTTPS", 443: "the traffic of users"}


def blue_green_is_complete(scope: Scope) -> Iterator[Finding]:
    """Demand a bake time, a test port and rollback alarms that can fire within the bake time of blue/green."""
    for path, _, rollout in _blue_green(scope):
        for field, (expected, hint) in _REQUIRED.items():
            if getattr(rollout, field) is None:
                yield Finding((*path, field), expected, hint=hint)
        if rollout.rollback and rollout.bake_minutes and rollout.rollback.evaluation_minutes > rollout.bake_minutes:
            bake = (*path, "bake_minutes")
            expected = f"at most the {rollout.bake_minutes} minutes of `bake_minutes`, or the alarm comes too late"
            found = f"{rollout.rollback.evaluation_minutes}"
            yield Finding((*path, "rollback", "evaluation_minutes"), expected, found, related=(bake,))


def test_port_is_free(scope: Scope) -> Iterator[Finding]:
    """Demand a port of its own for the test listener."""
    for path, port, rollout in _blue_green(scope):
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
    for path, _, rollout in _blue_green(scope):
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
    services = [(path, set(rollout.test_cidrs or ())) for path, _, rollout in _blue_green(scope)]
    for path, cidrs in services[1:]:
        first, expected = services[0]
        if cidrs != expected:
            other = (*first, "test_cidrs")
            wanted = f"the networks of the service `{first[-2]}`, since both share one test port"
            found = ", ".join(sorted(cidrs)) or "nothing"
            yield Finding((*path, "test_cidrs"), wanted, found, related=(other,))


def _blue_green(scope: Scope) -> Iterator[tuple[Path, int, Rollout]]:
    for key, service in scope.environment.services.items():
        if service.deployment.strategy == "blue_green":
            yield scope.at("services", key, "deployment"), service.port, service.deployment

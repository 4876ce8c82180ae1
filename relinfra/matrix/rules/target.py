"""Rules of targets: what an environment needs because of where it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.connections import called_services
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["services_are_reachable", "something_runs"]


def services_are_reachable(scope: Scope) -> Iterator[Finding]:
    """Demand a domain of a service on AWS that no other calls, for which its certificate is issued."""
    called = called_services(scope.environment.services)
    for key, service in scope.environment.services.items():
        if service.domain is None and not service.worker and key not in called:
            hint = "for example `domain: {name: shop.example.com, zone: example.com}`, or `worker: true`"
            yield Finding(scope.at("services", key, "domain"), f"a domain for the service `{key}`", hint=hint)


def something_runs(scope: Scope) -> Iterator[Finding]:
    """Demand a service of an AWS environment, whose load balancer serves its certificate.

    An environment of nothing has nothing to release.
    """
    if not scope.environment.services:
        expected = f"at least one service in `{scope.environment.name}`"
        yield Finding(scope.at("services"), expected, "none", "add it under `services`, here or in `defaults`")

"""Services that call each other through Service Connect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.exclusions import CONNECT_AND_CODE_DEPLOY, SHIFT_AND_CONNECT
from relinfra.matrix.connections import called_services, circle
from relinfra.matrix.models import CodeDeploy, Rolling
from relinfra.matrix.rules.finding import Finding, deployments
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import AnyScope, Scope
    from relinfra.reading.problems import Path

__all__ = [
    "called_services_answer",
    "called_services_deploy_rolling",
    "calls_have_an_order",
    "code_deploy_calls_nobody",
    "inner_services_have_no_visitors",
    "only_called_services_speak",
]

_SPOKEN = ("protocol", "request_seconds")
_OF_VISITORS = ("stickiness_seconds", "synthetics")


def called_services_answer(scope: AnyScope) -> Iterator[Finding]:
    """Demand that a service calls others of its environment that listen.

    A worker has no port, and what is not there answers nobody.
    """
    services = scope.environment.services
    for key, service in services.items():
        others = [one for one in services if one != key]
        for index, called in enumerate(service.connect.to):
            path, expected = scope.at("services", key, "connect", "to", index), "the key of another service"
            if called not in others:
                hint = nearest(called, others) or "`services` defines no other"
                yield Finding(path, expected, hint=hint, sought_in=scope.at("services"))
            elif services[called].worker:
                related = (scope.at("services", called, "worker"),)
                yield Finding(path, f"{expected} that listens", f"`{called}`, a worker", related=related)


def calls_have_an_order(scope: AnyScope) -> Iterator[Finding]:
    """Refuse calls in a circle: tasks know only the names that existed when they started."""
    around = circle(scope.environment.services)
    if around:
        path = scope.at("services", around[0], "connect", "to")
        expected = "services that can be deployed one after the other, the called one first"
        hint = "let one of them reach the other through its domain"
        yield Finding(path, expected, " → ".join(f"`{key}`" for key in around), hint)


def called_services_deploy_rolling(scope: Scope) -> Iterator[Finding]:
    """Refuse a called service that shifts traffic.

    AWS documents how a load balancer shifts, and how Service Connect does, but not both for one service.
    """
    called = called_services(scope.environment.services)
    for key, service in scope.environment.services.items():
        if key in called and not isinstance(service.deployment, Rolling):
            path = scope.at("services", key, "deployment", "strategy")
            expected = f"`rolling`, since {_callers(scope, key)} it through Service Connect"
            found = f"`{service.deployment.strategy}`"
            yield Finding(path, expected, found, SHIFT_AND_CONNECT.effect, _calls(scope, key))


def code_deploy_calls_nobody(scope: Scope) -> Iterator[Finding]:
    """Refuse calls of a service that CodeDeploy deploys: Service Connect wants ECS to do that."""
    for deployment, service, _ in deployments(scope, CodeDeploy):
        if service.connect.to:
            path, related = (*deployment[:-1], "connect", "to"), ((*deployment, "strategy"),)
            hint = f"{CONNECT_AND_CODE_DEPLOY.effect}: deploy it by `blue_green`, `canary` or `linear`"
            yield Finding(path, "nothing where CodeDeploy deploys", hint=hint, related=related)


def only_called_services_speak(scope: AnyScope) -> Iterator[Finding]:
    """Refuse how to speak where nobody calls, and a limit of requests where there are none to see.

    Nothing would listen there.
    """
    called = called_services(scope.environment.services)
    for key, service in scope.environment.services.items():
        path = scope.at("services", key, "connect")
        if key not in called:
            for field in sorted(service.connect.model_fields_set.intersection(_SPOKEN)):
                expected = "nothing, since no other service names it in `connect.to`"
                yield Finding((*path, field), expected)
        elif service.connect.protocol == "tcp" and service.connect.request_seconds is not None:
            expected = "nothing, since `tcp` has no requests"
            yield Finding((*path, "request_seconds"), expected, related=((*path, "protocol"),))


def inner_services_have_no_visitors(scope: Scope) -> Iterator[Finding]:
    """Refuse what asks a load balancer, of a service that only others of the environment reach.

    No load balancer leads to them.
    """
    called = called_services(scope.environment.services)
    for key, service in scope.environment.services.items():
        if key not in called or service.domain is not None or service.worker:
            continue
        path = scope.at("services", key)
        asked = service.health_check.asked_of_load_balancer
        fields: list[Path] = [(field,) for field in _OF_VISITORS if getattr(service, field) is not None]
        fields += [("health_check", name) for name in asked]
        fields += [("deployment", "rollback")] if service.deployment.rollback else []
        for field in fields:
            hint = "delete this line, give it a `domain`, or remove what lies under it with `null`"
            expected = "nothing, since without a `domain` no load balancer asks it"
            yield Finding((*path, *field), expected, None, hint, _calls(scope, key))


def _calls(scope: Scope, called: str) -> tuple[Path, ...]:
    services = scope.environment.services.items()
    return tuple(
        scope.at("services", key, "connect", "to", service.connect.to.index(called))
        for key, service in services
        if called in service.connect.to and key != called
    )


def _callers(scope: Scope, called: str) -> str:
    callers = [f"`{path[-4]}`" for path in _calls(scope, called)]
    return f"{', '.join(callers)} {'calls' if len(callers) == 1 else 'call'}"

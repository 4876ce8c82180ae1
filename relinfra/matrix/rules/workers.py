"""Services that nobody sends requests to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import Rolling
from relinfra.matrix.models.service import OF_REQUESTS
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["firewall_has_traffic", "workers_answer_nobody", "workers_deploy_rolling"]


def workers_answer_nobody(scope: Scope) -> Iterator[Finding]:
    """Refuse what only a service that answers requests has.

    No request ever reaches it.
    """
    for key, service in scope.environment.services.items():
        if not service.worker:
            continue
        given = [(field,) for field in OF_REQUESTS if field in service.model_fields_set and getattr(service, field)]
        asked = service.health_check.asked_of_load_balancer
        for field in (*given, *(("health_check", name) for name in asked)):
            related = (scope.at("services", key, "worker"),)
            hint = "delete this line, or remove what lies under it with `null`"
            yield Finding(scope.at("services", key, *field), "nothing, since `worker: true`", None, hint, related)


def workers_deploy_rolling(scope: Scope) -> Iterator[Finding]:
    """Refuse strategies that shift requests, and thresholds of requests, where there are none."""
    for key, service in scope.environment.services.items():
        if not service.worker:
            continue
        path, related = scope.at("services", key, "deployment"), (scope.at("services", key, "worker"),)
        if not isinstance(service.deployment, Rolling):
            found = f"`{service.deployment.strategy}`, which shifts requests"
            yield Finding((*path, "strategy"), "`rolling`, since `worker: true`", found, related=related)
        if service.deployment.rollback is not None:
            found = "thresholds of requests"
            yield Finding((*path, "rollback"), "nothing, since `worker: true`", found, related=related)


def firewall_has_traffic(scope: Scope) -> Iterator[Finding]:
    """Refuse AWS WAF where no service has a load balancer for it to stand in front of."""
    edge, services = scope.environment.edge, scope.environment.services
    if edge and edge.waf == "managed" and services and not any(one.public for one in services.values()):
        yield Finding(scope.at("edge", "waf"), "a service with a domain beside AWS WAF", "none of them")

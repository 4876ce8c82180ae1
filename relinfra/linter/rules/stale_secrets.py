"""Stale secrets: tasks go on with a secret that was changed, until somebody thinks of them."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import rotation_reaches_tasks
from relinfra.domain.names import terraform_name
from relinfra.evidence import value_of
from relinfra.linter.conditions import why
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every secret of a live service whose change reaches no task; some applications read one anew themselves."""
    for live, service in context.live_services:
        key = next((name for name in live.services if terraform_name(name) == service.key), None)
        if key is None or live.services[key].rereads_secrets:
            continue
        for secret in service.secrets:
            broken, variable = why(rotation_reaches_tasks(secret)), value_of(secret.variable) or secret.key
            if broken and live.services[key].secrets:
                found = f"tasks of `{key}` go on with the `{variable}` they were started with: {broken}"
                remedy = "Take back what overrides the rule of EventBridge."
                yield context.in_matrix(found, remedy, live.name, "services", key, "secrets", variable)

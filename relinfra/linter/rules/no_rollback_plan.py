"""No rollback plan: nothing says when and how the release goes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.claims import alarms_roll_back, breaker_rolls_back, failure_rolls_back, migrates_first
from relinfra.domain.names import terraform_name
from relinfra.evidence.records.project import Job
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.linter.conditions import why
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy

if TYPE_CHECKING:
    from relinfra.matrix import Service as DeclaredService

__all__ = ["find"]

_BACK = "Take back what overrides it."
_THRESHOLDS = {"error_rate_percent": 5, "p95_latency_ms": 1000, "evaluation_minutes": 1}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    for live, service in context.live_services:
        key = next((name for name in live.services if terraform_name(name) == service.key), None)
        if key is not None:
            yield from _of_service(context, service, live.name, key, live.services[key])
    yield from _of_release(context)


def _of_service(
    context: LintContext, service: Service, live: str, key: str, declared: DeclaredService
) -> Iterator[LintFinding]:
    place = (live, "services", key, "deployment")
    by_code_deploy = isinstance(service.rollout, CodeDeploy)
    alarms = why(alarms_roll_back(service))
    # Alarms that turn back watch requests, which a worker is sent none of, and a service that others call none by it.
    if alarms and declared.public:
        missing = declared.deployment.rollback is None
        remedy = context.to_set("Set `rollback`.", *place, "rollback", value=_THRESHOLDS) if missing else Remedy(_BACK)
        yield context.in_matrix(f"no alarm turns a deployment of `{key}` back: {alarms}", remedy, *place)
    failure = why(failure_rolls_back(service) if by_code_deploy else breaker_rolls_back(service))
    if failure:
        what = "CodeDeploy undoes no deployment" if by_code_deploy else "the circuit breaker turns no deployment"
        found = f"{what} of `{key}` {'that fails' if by_code_deploy else 'back'}: {failure}"
        yield context.in_matrix(found, _BACK, *place)
    order = why(migrates_first(service, _job(context, live))) if service.migration.family else ""
    if order:
        found = f"new code of `{key}` may run before its migration: {order}"
        yield context.in_matrix(
            found, "`relinfra init --workflow` writes the order.", live, "services", key, "migration"
        )


def _job(context: LintContext, live: str) -> Job | None:
    """Return the job that migrates a live environment, where a workflow does."""
    jobs = (job for workflow in context.facts.project.repository.workflows for job in workflow.jobs)
    return next((job for job in jobs if job.migrates and job.environment and job.environment.value == live), None)


def _of_release(context: LintContext) -> Iterator[LintFinding]:
    for name, change in context.release.database_changes.items() if context.release else ():
        path = ("database_changes", name)
        if change.backward_compatible is None:
            found = f"nothing says whether the version before works with change `{name}` of the database"
            remedy = Remedy.to_set("Say `backward_compatible`.", *path, "backward_compatible", value=True)
            yield from context.in_release(found, remedy, *path)
        elif not (change.backward_compatible or change.rollback):
            found = f"nothing says how change `{name}` of the database is undone, which the version before cannot bear"
            remedy = Remedy.to_set("Say `rollback`.", *path, "rollback", value="Run migration 41 backwards.")
            yield from context.in_release(found, remedy, *path)
    for name, flag in context.release.flags.items() if context.release else ():
        if not flag.fallback:
            found = f"nothing says what users see when flag `{name}` is off"
            remedy = Remedy.to_set("Say `fallback`.", "flags", name, "fallback", value="The old page.")
            yield from context.in_release(found, remedy, "flags", name)

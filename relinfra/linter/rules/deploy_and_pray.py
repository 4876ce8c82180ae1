"""Deploy and pray: after the deployment nobody and nothing looks whether it works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.claims import terraform_waits
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy
from relinfra.linter.workflows import Job, Workflow

if TYPE_CHECKING:
    from relinfra.evidence.records.service import Service

__all__ = ["find"]

_SMOKE = re.compile(r"smoke|sanity|post.?deploy|health.?check|synthetic|\be2e\b", re.IGNORECASE)
_GIVE = "Give it `synthetics`, or a smoke test after the deployment in the workflow."
_CHECK = {"interval_minutes": 5}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    yield from _unasked(context)
    yield from _hollow(context)
    yield from _unwatched(context)
    for live, service in context.live_services:
        claim = terraform_waits(service)
        if not claim.holds and claim.broken and not _by_job(context, service):
            found = f"nobody waits for the deployment of `{service.key}` to end: a release is done before it is"
            yield context.in_matrix(found, *_waiting(live.name, service))


def _by_job(context: LintContext, service: Service) -> bool:
    """Whether CodeDeploy deploys a service and a job of a workflow waits for it, which Terraform does not."""
    workflows = context.facts.project.repository.workflows
    waited = any(job.code_deploys for workflow in workflows for job in workflow.jobs)
    return isinstance(service.rollout, CodeDeploy) and waited


def _waiting(name: str, service: Service) -> tuple[str, ...]:
    """Return what would wait for a deployment, and where that is said."""
    if isinstance(service.rollout, CodeDeploy):
        remedy = "Let the workflow wait for CodeDeploy, as that of `relinfra init` does."
        return remedy, name, "services", service.key, "deployment", "strategy"
    return "Take back what overrides `wait_for_steady_state` or its timeout.", name, "overrides", "service"


def _unasked(context: LintContext) -> Iterator[LintFinding]:
    """Yield the services that nothing asks from outside after a release."""
    stops = next((job.key for _, job in _smoke(context) if job.does_something and not job.cannot_fail), "")
    for live in context.live:
        asked = any(_asks_live(workflow, job, live.name) for workflow, job in _smoke(context))
        for name, service in live.services.items() if not asked else ():
            if service.public and not service.synthetics:
                found = f"nothing asks for `{name}` from outside after a release"
                found += f"; `{stops}` asks before {live.name} is deployed" if stops else ""
                path = (live.name, "services", name)
                yield context.in_matrix(found, context.to_set(_GIVE, *path, "synthetics", value=_CHECK), *path)


def _hollow(context: LintContext) -> Iterator[LintFinding]:
    """Yield the smoke tests that ask nothing, or whose answer nobody heeds."""
    for workflow, job in _smoke(context):
        if not job.does_something:
            found = f"job `{job.key}` is called a smoke test and asks nothing"
            yield context.in_workflow(found, "Let it ask what users need, and fail.", workflow, job)
        elif job.cannot_fail:
            found = f"job `{job.key}` ends well whatever it is answered"
            yield context.in_workflow(found, "Let its failure fail the run.", workflow, job)


def _unwatched(context: LintContext) -> Iterator[LintFinding]:
    release = context.release
    if release and not release.journeys:
        journey = {"sign_in": {"title": "Log in", "automated": True, "test": "e2e/sign-in.spec.ts"}}
        remedy = Remedy.to_set("Add `journeys`.", "journeys", value=journey)
        yield from context.in_release("no journey of users is named", remedy, "journeys")
    if release and not release.metrics:
        orders = {"orders": {"title": "Orders an hour", "baseline": 420, "alert_below": 340}}
        remedy = Remedy.to_set("Add `metrics`.", "metrics", value=orders)
        yield from context.in_release("no metric of the business is watched", remedy, "metrics")
    for name, metric in release.metrics.items() if release else ():
        if metric.alert_below is None and metric.alert_above is None:
            found = f"nothing says from where on metric `{name}` is a reason to go back"
            text = "Say `alert_below` or `alert_above`."
            remedy = Remedy.to_set(text, "metrics", name, "alert_below", value=1)
            yield from context.in_release(found, remedy, "metrics", name)


def _smoke(context: LintContext) -> Iterator[tuple[Workflow, Job]]:
    for workflow in context.delivering:
        for job in workflow.jobs.values():
            if _SMOKE.search(f"{job.key} {job.title}"):
                yield workflow, job


def _asks_live(workflow: Workflow, job: Job, live: str) -> bool:
    """Whether a job asks something after a live environment was deployed."""
    deploying = [one for one in workflow.deploying(live) if one.key != job.key]
    after = any(workflow.after(job, one) for one in deploying) or (not deploying and live in f"{job.key} {job.title}")
    return after and job.does_something and not job.cannot_fail

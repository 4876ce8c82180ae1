"""Whether the pipeline keeps what the matrix asks of it, as far as its file shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from relinfra.claims.claim import Claim, Condition
from relinfra.domain.github_subjects import IMAGES_ENVIRONMENT
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.project import Job, Workflow
from relinfra.evidence.records.stage import Stage

__all__ = ["ApprovalEnforced", "Asked", "Misfit", "approval_enforced", "asked_of", "misfits"]

_COMPUTED = "${{"
_PREVIEW = "-preview"


@dataclass(frozen=True)
class Asked:
    """A stage of the promotion on AWS: who has to approve a release into it, and how long it waits then."""

    environment: str
    reviewers: tuple[str, ...] = ()
    minutes: float = 0


@dataclass(frozen=True)
class Misfit:
    """One thing in which a workflow of ours differs from the matrix: the job it is about, and both values.

    `unknown` is a stage that no job deploys into, `gone` a job for a stage that is none, `order` a job that does not
    wait for the stage before; `reviewers` and `minutes` are what its check of the approval asks for. Of a workflow that
    goes with the release, `unoffered` is a stage that it does not know, `offered` one that it still does.
    """

    kind: Literal["unknown", "gone", "order", "reviewers", "minutes", "unoffered", "offered"]
    environment: str
    job: str
    wanted: str
    found: str
    fact: Fact | None = None


@dataclass(frozen=True)
class ApprovalEnforced(Claim):
    """The pipeline deploys into a stage only once its GitHub environment is seen to ask whom the matrix names."""

    kind: ClassVar[str] = "approval_enforced"

    job: Fact[str] | None = None
    """The environment named by the job that sees to it."""


def asked_of(facts: Facts) -> tuple[Asked, ...]:
    """Return the stages of the promotion on AWS, as the facts of the matrix have them."""
    order = value_of(facts.project.promotion) or ()
    stages = (facts.stage(name) for name in order)
    return tuple(
        Asked(one.id, value_of(one.approval.reviewers) or (), _number(one.approval.wait_minutes))
        for one in stages
        if one.region
    )


def misfits(workflow: Workflow, asked: Sequence[Asked]) -> tuple[Misfit, ...]:
    """Return everything in which a workflow that `relinfra init` wrote no longer fits; a team's own owes nothing."""
    if workflow.goes_with_init:
        return tuple(_misfits_beside(workflow, asked))
    return tuple(_misfits(workflow, asked)) if workflow.written_by_init else ()


def _misfits_beside(workflow: Workflow, asked: Sequence[Asked]) -> Iterator[Misfit]:
    """Yield what a way back or a look for drift does not fit in: it waits for no stage before."""
    offered, known = set(value_of(workflow.offers) or ()), {one.environment for one in asked}
    for name in sorted(offered - known):
        yield Misfit("offered", name, "", "", name, workflow.offers)
    into = {value_of(job.environment) or "": job for job in workflow.jobs if job.environment}
    for one in asked:
        if one.environment not in offered:
            yield Misfit("unoffered", one.environment, "", one.environment, "", workflow.offers)
        elif deploying := into.get(one.environment):
            yield from _approval(workflow, one, deploying)


def _misfits(workflow: Workflow, asked: Sequence[Asked]) -> Iterator[Misfit]:
    into = {value_of(job.environment) or "": job for job in workflow.jobs if job.environment}
    known = {one.environment for one in asked} | {IMAGES_ENVIRONMENT}
    for name, job in into.items():
        if name not in known and _COMPUTED not in name and not name.endswith(_PREVIEW):
            yield Misfit("gone", name, job.key, "", name, job.environment)
    before = ""
    for one in asked:
        found = into.get(one.environment)
        if found is None:
            yield Misfit("unknown", one.environment, "", one.environment, "", workflow.file)
            continue
        waits_for = value_of(found.before) or ()
        if before and before not in waits_for:
            yield Misfit("order", one.environment, found.key, before, ", ".join(waits_for), found.before)
        yield from _approval(workflow, one, found)
        before = found.key


def _approval(workflow: Workflow, asked: Asked, deploying: Job) -> Iterator[Misfit]:
    check = _check(workflow, deploying)
    seen, waits = (
        (value_of(check.checks_reviewers) or () if check else ()),
        _number(check.checks_minutes if check else None),
    )
    job, fact = (check or deploying).key, (check and check.checks_reviewers) or deploying.environment
    if set(seen) != set(asked.reviewers):
        yield Misfit("reviewers", asked.environment, job, ", ".join(asked.reviewers), ", ".join(seen), fact)
    if check and waits != asked.minutes:
        yield Misfit("minutes", asked.environment, job, f"{asked.minutes:g}", f"{waits:g}", check.checks_minutes)


def approval_enforced(facts: Facts, stage: Stage) -> ApprovalEnforced:
    """Return whether every job that brings a release to a stage waits for one that sees who has to approve.

    GitHub's protection of an environment lies in no file: a job that asks GitHub for it is all that can show it here.
    https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
    """
    name, reviewers = stage.id.partition("@")[0], stage.environment_approval.reviewers
    delivering = [one for one in facts.project.repository.workflows if one.releases or one.goes_with_init]
    found = [(one, job) for one in delivering for job in one.jobs if value_of(job.environment) == name]
    checks = [check for one, job in found if (check := _check(one, job))]
    conditions = [Condition.of("delivered", bool(found), *Job.environment.each(job for _, job in found), reviewers)]
    if found:
        checked = True if len(checks) == len(found) else None
        conditions.append(Condition.of("checked", checked, *Job.checks_reviewers.each(checks), found[0][1].environment))
    if checks:
        wanted = set(value_of(reviewers) or ())
        same = all(wanted <= set(value_of(one.checks_reviewers) or ()) for one in checks)
        conditions.append(Condition.of("same", same, *Job.checks_reviewers.each(checks), reviewers))
        wait = stage.environment_approval.wait_minutes
        long = all(_number(one.checks_minutes) >= _number(wait) for one in checks)
        conditions.append(Condition.of("waits", long, *Job.checks_minutes.each(checks), wait))
    return ApprovalEnforced(f"{stage.id}.approval", tuple(conditions), checks[0].checks_environment if checks else None)


def _check(workflow: Workflow, deploying: Job) -> Job | None:
    """Return the job before one that sees to the protection of the environment it deploys into."""
    before = value_of(deploying.before) or ()
    named = value_of(deploying.environment)
    found = (job for job in workflow.jobs if job.key in before and value_of(job.checks_environment) == named)
    return next(found, None)


def _number(fact: Fact | None) -> float:
    return (fact.number if fact else 0) or 0

"""The entries of type Environment, and the way of a release from one environment to the next."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import iam_logs_in
from relinfra.evidence import Facts
from relinfra.evidence.records.project import Job, Workflow
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import separated
from relinfra.plan.ids import alarms_of, runbooks_of
from relinfra.plan.model import Line, Row, Statement, Table
from relinfra.plan.people import person
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.approvals import covers
from relinfra.plan.sections.environments import data_of, place_of, runtime_of
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, Detail, detail
from relinfra.plan.stages import deployed, stages

__all__ = ["environment_entries", "progression"]

_HEADINGS = ("stage", "environment", "purpose", "gate")


def environment_entries(facts: Facts) -> tuple[DeploymentEntry, ...]:
    """Return an entry for each stage that has stacks."""
    return tuple(_environment(facts, stage) for stage in deployed(facts))


def progression(facts: Facts) -> Table:
    """Return the stages in promotion order, each with what lets a release into it."""
    headings = tuple(label(f"dep.progression.{name}") for name in _HEADINGS)
    named = [stage for stage in stages(facts) if stage.primary]
    rows = [_row(facts, number, stage) for number, stage in enumerate(named, start=1)]
    return Table(headings, tuple(rows))


def _environment(facts: Facts, stage: Stage) -> DeploymentEntry:
    given = {"stage": stage.title, "region": stage.region}
    return DeploymentEntry(
        key=f"environment.{stage.id}",
        type="environment",
        phase="pre_deploy",
        title=say("dep.environment.title", stage.id, **given),
        description=(
            say("dep.environment.description", stage.id, **given, account=stage.account),
            *_aim(stage),
        ),
        details=(
            detail("name", say("dep.environment.name", stage.id, stage=given["stage"])),
            Detail("infrastructure", (), (*place_of(stage), *runtime_of(stage), *data_of(stage))),
            Detail("configuration", (), tuple(_configuration(stage))),
            Detail("secrets", (), tuple(_secrets(stage))),
            Detail("access", (), tuple(_access(facts, stage))),
        ),
        owner=person(facts, "devops_engineer", f"environment.{stage.id}"),
        links=(*alarms_of(stage), *runbooks_of(stage)),
    )


def _aim(stage: Stage) -> Line:
    purpose = stage.purpose
    return (say("dep.environment.purpose", stage.id, purpose=purpose),) if purpose else ()


def _configuration(stage: Stage) -> Iterator[Line]:
    for service in stage.services:
        name, variables, tag = service.name, service.variables, service.image_variable
        if variables:
            yield (say("dep.environment.variables", service.id, name=name, variables=variables),)
        if tag:
            yield (say("dep.environment.tag", service.id, name=name, variable=tag),)
    if not any(service.variables for service in stage.services):
        yield (label("none"),)


def _secrets(stage: Stage) -> Iterator[Line]:
    found = [(service, secret) for service in stage.services for secret in service.secrets]
    for service, secret in found:
        if secret.secret or secret.managed_for or secret.parameter:
            yield (_secret(service, secret),)
    logins = [(service, login) for service in stage.services for login in service.logins]
    for service, login in logins:
        given = {"name": service.name, "user": login.user, "database": login.database}
        claim = iam_logs_in(login)
        key = "dep.environment.login" if claim.holds else "dep.environment.no_login"
        yield (asserted(claim, key, login.id, **given), *reason(claim))
    if not (found or logins):
        yield (label("none"),)


def _secret(service: Service, secret: Secret) -> Statement:
    given = {"name": service.name, "variable": secret.variable, "key": secret.json_key}
    if secret.parameter:
        return say("dep.environment.parameter", secret.id, parameter=secret.parameter, **given)
    if not secret.secret:
        return say("dep.environment.managed", secret.id, database=secret.managed_for, **given)
    made = {"database": secret.master_of, "version": secret.version}
    kind = "rotated" if secret.rotation else "made" if all(made.values()) else "kept"
    rotation = secret.rotation
    return say(f"dep.environment.secret_{kind}", secret.id, secret=secret.secret, rotation=rotation, **made, **given)


def _access(facts: Facts, stage: Stage) -> Iterator[Line]:
    for workflow, job in deploying(facts, stage):
        given = {"file": workflow.file, "environment": job.environment}
        yield (say("dep.environment.pipeline", f"{stage.id}.{job.key}", job=job.key, **given),)
    for service in stage.services:
        for one in service.permissions:
            allowed = {"actions": one.actions, "resources": one.resources, "why": one.why}
            yield (say("dep.environment.permission", one.id, name=service.name, **allowed),)
    reviewers = stage.environment_approval.reviewers
    if reviewers:
        yield (say("dep.environment.approval", stage.id, reviewers=reviewers),)
    else:
        yield (label("dep.environment.no_approval"),)


def _row(facts: Facts, number: int, stage: Stage) -> Row:
    purpose = stage.purpose
    cells: tuple[Line, ...] = (
        (label("dep.progression.number", number=str(number)),),
        (say("dep.progression.name", stage.id, stage=stage.name),),
        (say("dep.progression.aim", stage.id, purpose=purpose),) if purpose else (label("environments.no_purpose"),),
        _gate(facts, stage),
    )
    return Row(tuple((cell,) for cell in cells))


def _gate(facts: Facts, stage: Stage) -> Line:
    """Return the gate of a stage: who approves, and the jobs that deploy into it."""
    reviewers = stage.environment_approval.reviewers
    line = [say("dep.progression.approval", stage.id, reviewers=reviewers)] if reviewers else []
    if stage.region:
        line += [_before(workflow, job, stage) for workflow, job in deploying(facts, stage) if job.before]
    covered = covers(facts, stage, "progression") if reviewers else ()
    if not line:
        return (label("dep.progression.no_gate" if stage.region else "dep.progression.local"),)
    return (*separated((one,) for one in line), *((label("assess.end"), *covered) if covered else ()))


def _before(workflow: Workflow, job: Job, stage: Stage) -> Statement:
    given = {"file": workflow.file, "before": job.before}
    return say("dep.progression.pipeline", stage.id, job=job.key, **given)

"""Open questions: what nobody has decided, and what may go wrong. Every question lies here, and only here."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import Verdict, alarms_roll_back
from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.rollout import CodeDeploy, OtherRollout
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Bullet, Bullets, Paragraph, Section, Statement
from relinfra.plan.say import label, say
from relinfra.plan.sections.edge import undecided
from relinfra.plan.sections.path_routing import routed
from relinfra.plan.sections.pipeline import deliveries
from relinfra.plan.sections.rollback_alarms import counted
from relinfra.plan.sections.strategies import described
from relinfra.plan.stages import deployed, stages

__all__ = ["questions"]


def questions(facts: Facts) -> Section:
    """Return the section on open questions."""
    asked = [*_of_project(facts), *_of_purpose(facts)]
    for stage in facts.live:
        asked += [*_of_loss(stage), *_of_availability(stage)]
    for stage in reversed(deployed(facts)):
        asked += [*_of_money(stage), *_of_edge(stage), *_of_release(stage)]
    bullets = Bullets(tuple(Bullet((question,)) for question in asked))
    return Section("questions", None, (Paragraph((label("question.owner"),)), bullets))


def _of_project(facts: Facts) -> Iterator[Statement]:
    if not deliveries(facts):
        yield say("question.pipeline")
    if not facts.project.repository.versioning:
        yield say("question.versioning")
    release = facts.release
    if not release.flags:
        yield say("question.flags")
    if not release.journeys:
        yield say("question.journeys")
    workflows = facts.project.repository.workflows
    kept = any(account.evidence.days for account in facts.project.accounts)
    if not (kept or any(workflow.artifact_days for workflow in workflows)):
        yield say("question.evidence")
    for workflow in workflows:
        keys = workflow.long_lived_keys
        if keys:
            yield say("question.long_lived_keys", workflow.key, file=workflow.file, keys=keys)


def _of_purpose(facts: Facts) -> Iterator[Statement]:
    for stage in stages(facts):
        if stage.primary and not stage.purpose:
            yield say("question.purpose", stage.id, stage=stage.name)


def _of_money(stage: Stage) -> Iterator[Statement]:
    if not stage.budgets:
        yield say("question.budget", stage.id, stage=stage.title)
    for budget in stage.budgets:
        limit: dict[str, Fact | None] = {"name": budget.name, "limit": budget.limit, "currency": budget.currency}
        given = {**limit, "alerts": budget.alerts, "period": budget.period}
        if all(given.values()):
            yield say("question.budget_confirm", budget.id, stage=stage.title, **given)


def _of_edge(stage: Stage) -> Iterator[Statement]:
    balancer = stage.load_balancer
    if undecided(stage):
        given = {"walls": balancer.firewalls, "internal": balancer.internal}
        yield say("question.firewall", stage.id, stage=stage.title, name=balancer.name, **given)
    for firewall in stage.firewalls:
        if firewall.counts:
            yield say("question.firewall_counts", firewall.id, stage=stage.title, counts=firewall.counts)


def _of_release(stage: Stage) -> Iterator[Statement]:
    for service in stage.services:
        yield from _of_image(stage, service)
        yield from _of_rollout(stage, service)
        yield from _of_path(stage, service)
        claim = alarms_roll_back(service)
        if counted(service) and claim.alarms is None and claim.verdict is Verdict.FAILS:
            yield say("question.rollback", service.id, stage=stage.title, name=service.name)
    secrets = [secret for service in stage.services for secret in service.secrets if not _renewed(secret)]
    kept = (*Secret.secret.each(secrets), *Secret.parameter.each(secrets))
    if kept:
        yield say("question.rotation", stage.id, stage=stage.title, secrets=kept)
    for topic in stage.topics:
        if not topic.subscribers:
            yield say("question.recipients", topic.id, name=topic.name)


def _renewed(secret: Secret) -> bool:
    """Whether these stacks give a secret another value: by the clock, or whenever the matrix asks for it."""
    return bool(secret.rotation or secret.version)


def _of_image(stage: Stage, service: Service) -> Iterator[Statement]:
    image, variable, default = service.image, service.image_variable, service.image_default
    if variable and default:
        yield say("question.image_default", service.id, stage=stage.title, variable=variable, default=default)
    elif image and not variable and "@sha256:" not in image.value:
        yield say("question.image", service.id, stage=stage.title, image=image)


def _of_path(stage: Stage, service: Service) -> Iterator[Statement]:
    health = service.health
    if health.path and not routed(service):
        yield say(
            "question.path",
            service.id,
            stage=stage.title,
            matcher=health.matcher,
            timeout_seconds=health.timeout_seconds,
            name=service.name,
            path=health.path,
            paths=service.paths,
        )


def _of_rollout(stage: Stage, service: Service) -> Iterator[Statement]:
    given, rollout = {"stage": stage.title, "name": service.name}, service.rollout
    match rollout:
        case OtherRollout():
            yield say("question.strategy", service.id, strategy=rollout.strategy, **given)
        case CodeDeploy() if rollout.elsewhere:
            yield say("question.code_deploy", service.id, strategy=rollout.strategy, **given)
        case CodeDeploy() if not described(rollout):
            yield say("question.code_deploy_shift", service.id, configuration=rollout.configuration, **given)
        case _:
            pass


def _of_loss(stage: Stage) -> Iterator[Statement]:
    name, plan = stage.title, stage.recovery
    if plan.empty:
        yield say("question.no_recovery", stage.id, stage=name, region=stage.region)
    else:
        yield say("question.rehearsal", stage.id, stage=name, rto=plan.rto_minutes, rpo=plan.rpo_minutes)
    running = plan.running
    if running and not running.value:
        yield say("question.standby", stage.id, stage=name, region=plan.region, running=running)
    yield from _of_standby(stage)
    if stage.primary and not stage.approval.reviewers:
        yield say("question.approval", stage.id, stage=stage.name)


def _of_standby(stage: Stage) -> Iterator[Statement]:
    """Ask for what the services of the recovery region need and these stacks do not bring there."""
    for service in stage.recovery.services:
        here, there = Stage.services.get(stage, service.key).image, service.image
        if here and there:
            key = "question.standby_image" if here.value != there.value else "question.standby_same_image"
            given = {"region": stage.recovery.region, "name": service.name}
            yield say(key, service.id, here=here, image=there, **given)


def _of_availability(stage: Stage) -> Iterator[Statement]:
    name = stage.title
    zones, gateways = stage.network.zones, stage.network.nat_gateways
    if zones and gateways and gateways.number == 1 < (zones.number or 0):
        yield say("question.single_nat", stage.id, stage=name, zones=zones, gateways=gateways)
    for database in stage.databases:
        multi = database.multi_az
        if multi and not multi.value:
            yield say("question.single_az", database.id, identifier=database.identifier, multi=multi)

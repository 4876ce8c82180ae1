"""Section 11: what nobody has decided, and what may go wrong. Every question lies here, and only here."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Bullet, Bullets, Paragraph, Section, Statement
from relinfra.plan.say import label, say
from relinfra.plan.sections.accounts import accounts
from relinfra.plan.sections.edge import undecided
from relinfra.plan.sections.paths import routed
from relinfra.plan.sections.pipeline import deliveries
from relinfra.plan.sections.safety import counted
from relinfra.plan.sections.strategies import described, known
from relinfra.plan.stages import deployed, gathered, live, stages

__all__ = ["questions"]


def questions(facts: Facts) -> Section:
    """Return the section."""
    asked = [*_of_project(facts), *_of_purpose(facts)]
    last = live(facts)
    if last:
        asked += [*_of_loss(last), *_of_availability(last)]
    for stage in reversed(deployed(facts)):
        asked += [*_of_money(stage), *_of_edge(stage), *_of_release(stage)]
    bullets = Bullets(tuple(Bullet((question,)) for question in asked))
    return Section("questions", 11, (Paragraph((label("question.owner"),)), bullets))


def _of_project(facts: Facts) -> Iterator[Statement]:
    if not deliveries(facts):
        yield say("question.pipeline")
    if not facts.names.get("project.repository.versioning"):
        yield say("question.versioning")
    release = facts.at("release")
    if not release.nodes("flags"):
        yield say("question.flags")
    if not release.nodes("journeys"):
        yield say("question.journeys")
    kept = [*(one.node("evidence") for one in accounts(facts)), *facts.at("project.repository").nodes("workflow")]
    if not any(node.fact("artifact_days") or node.fact("days") for node in kept):
        yield say("question.evidence")
    for workflow in facts.at("project.repository").nodes("workflow"):
        keys = workflow.fact("long_lived_keys")
        if keys:
            yield say("question.long_lived_keys", workflow.key, file=workflow.fact("file"), keys=keys)


def _of_purpose(facts: Facts) -> Iterator[Statement]:
    for stage in stages(facts):
        if "@" not in stage.id and not stage.fact("purpose"):
            yield say("question.purpose", stage.id, stage=stage.fact("stage"))


def _of_money(stage: Node) -> Iterator[Statement]:
    name = stage.fact("stage")
    budgets = stage.nodes("budget")
    if not budgets:
        yield say("question.budget", stage.id, stage=name)
    for budget in budgets:
        given = {key: budget.fact(key) for key in ("name", "limit", "currency", "alerts", "period")}
        if all(given.values()):
            yield say("question.budget_confirm", budget.id, stage=name, **given)


def _of_edge(stage: Node) -> Iterator[Statement]:
    walls, internal = stage.fact("load_balancer.firewalls"), stage.fact("load_balancer.internal")
    if undecided(stage):
        name = stage.fact("load_balancer.name")
        yield say("question.firewall", stage.id, stage=stage.fact("stage"), name=name, walls=walls, internal=internal)
    for firewall in stage.nodes("firewall"):
        counts = firewall.fact("counts")
        if counts:
            yield say("question.firewall_counts", firewall.id, stage=stage.fact("stage"), counts=counts)


def _of_release(stage: Node) -> Iterator[Statement]:
    name = stage.fact("stage")
    for service in stage.nodes("service"):
        image = service.fact("image")
        variable, default = service.fact("image_variable"), service.fact("image_default")
        if variable and default:
            yield say("question.image_default", service.id, stage=name, variable=variable, default=default)
        elif image and not variable and "@sha256:" not in str(image.value):
            yield say("question.image", service.id, stage=name, image=image)
        yield from _of_strategy(stage, service)
        path = service.fact("health.path")
        if path and not routed(service):
            given = {part: service.fact(f"health.{part}") for part in ("matcher", "timeout_seconds")}
            given |= {"name": service.fact("name"), "path": path, "paths": service.fact("paths")}
            yield say("question.path", service.id, stage=name, **given)
        if counted(service) and not (service.fact("deployment.alarms") or service.fact("code_deploy.alarms")):
            yield say("question.rollback", service.id, stage=name, name=service.fact("name"))
    secrets = tuple(secret for service in stage.nodes("service") for secret in service.nodes("secret"))
    still = tuple(secret for secret in secrets if secret.fact("secret") and not _renewed(secret))
    if still:
        yield say("question.rotation", stage.id, stage=name, secrets=gathered(still, "secret"))
    topics = stage.nodes("topic")
    for topic in topics:
        if not topic.fact("subscribers"):
            yield say("question.recipients", topic.id, name=topic.fact("name"))


def _renewed(secret: Node) -> bool:
    """Whether these stacks give a secret another value: by the clock, or whenever the matrix asks for it."""
    return any(secret.fact(name) for name in ("rotation", "version"))


def _of_strategy(stage: Node, service: Node) -> Iterator[Statement]:
    given = {"stage": stage.fact("stage"), "name": service.fact("name")}
    deploy, strategy = service.node("code_deploy"), service.fact("deployment.strategy")
    if not known(service):
        yield say("question.strategy", service.id, strategy=strategy, **given)
    elif strategy and strategy.value == "code_deploy" and deploy.empty:
        yield say("question.code_deploy", service.id, strategy=strategy, **given)
    elif not deploy.empty and not described(deploy):
        yield say("question.code_deploy_shift", service.id, configuration=deploy.fact("configuration"), **given)


def _of_loss(stage: Node) -> Iterator[Statement]:
    name, plan = stage.fact("stage"), stage.node("recovery")
    if plan.empty:
        yield say("question.no_recovery", stage.id, stage=name, region=stage.fact("region"))
    else:
        yield say(
            "question.rehearsal", stage.id, stage=name, rto=plan.fact("rto_minutes"), rpo=plan.fact("rpo_minutes")
        )
    running = plan.fact("running")
    if running and not running.value:
        yield say("question.standby", stage.id, stage=name, region=plan.fact("region"), running=running)
    yield from _of_standby(stage)
    if not stage.fact("approval.reviewers"):
        yield say("question.approval", stage.id, stage=name)


def _of_standby(stage: Node) -> Iterator[Statement]:
    """Ask for what the services of the recovery region need and these stacks do not bring there."""
    for service in stage.node("recovery").nodes("service"):
        here, there = stage.fact(f"service.{service.key}.image"), service.fact("image")
        if here and there:
            key = "question.standby_image" if here.value != there.value else "question.standby_same_image"
            given = {"region": stage.fact("recovery.region"), "name": service.fact("name")}
            yield say(key, service.id, here=here, image=there, **given)


def _of_availability(stage: Node) -> Iterator[Statement]:
    name = stage.fact("stage")
    zones, gateways = stage.fact("network.zones"), stage.fact("network.nat_gateways")
    if zones and gateways and int(str(gateways.value)) == 1 < int(str(zones.value)):
        yield say("question.single_nat", stage.id, stage=name, zones=zones, gateways=gateways)
    for database in stage.nodes("database"):
        multi = database.fact("multi_az")
        if multi and not multi.value:
            yield say("question.single_az", database.id, identifier=database.fact("identifier"), multi=multi)

"""Anti-patterns planted into a repository in which lint finds nothing: each an edit of examples/shop."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

EXAMPLES = Path(__file__).parents[3] / "examples"
MATRIX, RELEASE, WORKFLOW = "relinfra.yaml", "releases/2.5.0.yaml", ".github/workflows/release.yml"
GONE = object()
"""What stands for the absence of a key."""


class Planted(NamedTuple):
    """A name, the rule and the subject it is found by, and what is written where; a file without a path is deleted.

    `synthesized` says that it shows in the stacks alone.
    """

    name: str
    rule: str
    subject: str
    edits: tuple[tuple[str, tuple[str, ...], Any], ...]
    synthesized: bool = False


def write(folder: Path, file: str, path: tuple[str, ...], value: Any) -> None:
    """Write a value at a path of a YAML file, or delete it."""
    if not path:
        (folder / file).unlink()
        return
    loader = yaml.BaseLoader if file == WORKFLOW else yaml.SafeLoader  # `on` is no boolean there
    body = yaml.load((folder / file).read_text(), loader)  # noqa: S506 - two loaders that build nothing but values
    below = body
    for step in path[:-1]:
        if below.get(step) is None:
            below[step] = {}
        below = below[step]
    if value is GONE:
        del below[path[-1]]
    else:
        below[path[-1]] = value
    (folder / file).write_text(yaml.safe_dump(body, sort_keys=False, width=1000))


def repository(folder: Path, edits: tuple[tuple[str, tuple[str, ...], Any], ...] = ()) -> Path:
    """Copy the shop into a folder, and edit it."""
    shutil.copytree(EXAMPLES / "shop", folder, ignore=shutil.ignore_patterns("out"))
    for file, path, value in edits:
        write(folder, file, path, value)
    return folder


def _at(file: str, *above: str) -> Callable[[str, str, str, str, Any], Planted]:
    def planted(name: str, rule: str, subject: str, path: str, value: Any) -> Planted:
        return Planted(name, rule, subject, ((file, (*above, *path.split("/")), value),))

    return planted


_release, _jobs = _at(RELEASE), _at(WORKFLOW, "jobs")
_live = _at(MATRIX, "environments", "production")


def _web(name: str, subject: str, value: Any) -> Planted:
    path = subject.replace(".", "/")
    return _live(f"drift of {name}", "environment-drift", f"production.{subject}", path, value)


def _override(name: str, rule: str, subject: str, path: tuple[str, ...], value: Any) -> Planted:
    edit = (MATRIX, ("environments", "production", "overrides", *path), value)
    return Planted(f"{name}, by override", rule, subject, (edit,), synthesized=True)


_STEPS = "deploy-production/steps"
_SMOKE, _SMOKE_JOB = "smoke-production/steps", "workflows.release.smoke-production"
_DEPLOY_JOB = "workflows.release.deploy-production"
_DEPLOYMENT = "production.services.web.deployment"
_ONE = {"name": "Dana Petrova", "contact": "dana@example.com"}
_DUTY = {"name": "Tom Becker", "contact": "+1 555 0100"}


def _workflow() -> Iterator[Planted]:
    for name, script in {
        "runs true": "true",
        "prints": "echo smoke tests passed",
        "waits": "sleep 60 && exit 0",
        "hides a failure": 'curl --fail "$URL" || true',
        "says what went wrong and ends well": "curl --fail $URL || echo failed",
    }.items():
        yield _jobs(f"a smoke job that {name}", "deploy-and-pray", _SMOKE_JOB, _SMOKE, [{"run": script}])
    yield _jobs(
        "a smoke job that may fail", "deploy-and-pray", _SMOKE_JOB, "smoke-production/continue-on-error", "true"
    )
    yield _jobs("a smoke job that never runs", "deploy-and-pray", _SMOKE_JOB, "smoke-production/if", "${{ false }}")
    yield _jobs("smoke tests stop at staging", "deploy-and-pray", "production.services.web", "smoke-production", GONE)
    yield _jobs(
        "a smoke job before the deployment",
        "deploy-and-pray",
        "production.services.web",
        "smoke-production/needs",
        ["deploy-staging"],
    )
    yield _jobs("a deploy job that prints", "manual-everything", _DEPLOY_JOB, _STEPS, [{"run": "echo deploying"}])
    yield _jobs("a deploy job that plans", "manual-everything", _DEPLOY_JOB, _STEPS, [{"run": "terraform plan -out x"}])
    yield _jobs(
        "a deploy job that prepares",
        "manual-everything",
        _DEPLOY_JOB,
        _STEPS,
        [{"uses": "actions/checkout@v4"}, {"uses": "aws-actions/configure-aws-credentials@v4"}],
    )
    yield _jobs("a deploy job that is off", "manual-everything", _DEPLOY_JOB, "deploy-production/if", "false")
    yield _jobs("no deploy job", "manual-everything", "workflows.release", "deploy-production/environment", "somewhere")
    yield _at(WORKFLOW)("delivery by hand", "manual-everything", "workflows.release", "on", {"workflow_dispatch": ""})
    yield Planted("no workflow", "manual-everything", "workflows", ((WORKFLOW, (), GONE),))
    yield _jobs("production without staging", "skipped-stages", _DEPLOY_JOB, "deploy-production/needs", ["build"])
    guards = "unguarded-pipeline"
    yield _jobs("policies are not asked", guards, "workflows.release", "policy/steps", [{"run": "make lint"}])
    yield _jobs(
        "failed policies stop nothing",
        guards,
        "workflows.release.policy",
        "policy/steps",
        [{"run": "relinfra check || true"}],
    )
    yield _jobs("documents are not proven", guards, "workflows.release", "plan/steps", [{"run": "relinfra plan"}])
    yield _jobs("nothing runs lint", guards, "workflows.release", "test/steps", [{"run": "make test"}])
    keys = {"AWS_SECRET_ACCESS_KEY": "${{ secrets.AWS_SECRET_ACCESS_KEY }}"}
    yield _jobs("keys that do not expire", guards, "workflows.release", "deploy-production/env", keys)


def _drift() -> Iterator[Planted]:
    web = "services.web"
    yield _web("image", f"{web}.image", "222222222222.dkr.ecr.us-east-1.amazonaws.com/shop/website")
    yield _web("size", f"{web}.memory", 2048)
    yield _web("port", f"{web}.port", 9000)
    yield _web("health check", f"{web}.health_check.path", "/live")
    yield _web("a variable", f"{web}.environment.LOG_LEVEL", "error")
    yield _web("which variables there are", f"{web}.environment.BETA", "on")
    yield _web("a secret", f"{web}.secrets.STRIPE_KEY", "shop/other")._replace(subject=f"production.{web}.secrets.*")
    yield _web("which secrets there are", f"{web}.secrets.MAILER", "shop/mailer")
    yield _web("which buckets a service has", f"{web}.buckets", [])
    yield _web("the user", f"{web}.user", "2000:2000")
    yield _web("the command", f"{web}.command", ["serve", "--fast"])
    yield _web("the end of a task", f"{web}.stop_timeout_seconds", 90)
    yield _web("a migration", f"{web}.migration", {"command": ["migrate"]})
    yield _web("a service", "services.jobs", {"image": "registry.example.com/shop/jobs", "worker": True})
    yield _web("a database", "databases.reports", {"class": "db.t4g.medium", "version": "17", "storage_gib": 20})
    yield _web("a database's version", "databases.main.version", "16")
    yield _web("a bucket", "buckets.exports", {"versioning": True})
    yield _web("tracing", "observability.tracing", "none")
    edit = (MATRIX, ("environments", "staging", "services", "web", "architecture"), "arm64")
    yield Planted("drift of architecture", "environment-drift", "production.services.web.architecture", (edit,))
    edit = (MATRIX, ("environments", "staging", "services", "jobs"), {"image": "a.example.com/b", "worker": True})
    yield Planted("a service in staging alone", "environment-drift", "production.services.jobs", (edit,))
    edit = (MATRIX, ("environments", "staging", "overrides"), {"service": {"aws_lb.main": {"idle_timeout": 120}}})
    subject = "production.overrides.service.aws_lb.main.idle_timeout"
    yield Planted("drift by override", "environment-drift", subject, (edit,))
    region = {"network": {"cidr": "10.30.0.0/16"}, "services": {"web": {"cpu": 1024, "memory": 2048, "domain": None}}}
    region["services"]["web"]["domain"] = {"name": "eu.shop.example.com"}  # type: ignore[index]
    subject = "production.regions.eu-west-1.services.web.cpu"
    yield _live("drift in a further region", "environment-drift", subject, "regions", {"eu-west-1": region})


def _switches() -> Iterator[Planted]:
    ecs, alarm, off = ("service", "aws_ecs_service.web"), "aws_cloudwatch_metric_alarm", "switched-off"
    back, breaker = "no-rollback-plan", "deployment_circuit_breaker"
    yield _override("rollback alarms", back, _DEPLOYMENT, (*ecs, "alarms.enable"), False)
    yield _override("rolling back on alarms", back, _DEPLOYMENT, (*ecs, "alarms.rollback"), False)
    yield _override("circuit breaker", back, _DEPLOYMENT, (*ecs, f"{breaker}.enable"), False)
    yield _override("rollback of the breaker", back, _DEPLOYMENT, (*ecs, f"{breaker}.rollback"), False)
    waiting = (*ecs, "wait_for_steady_state")
    yield _override("waiting", "deploy-and-pray", "production.overrides.service", waiting, False)
    subject = "production.overrides.service.aws_ecs_service.web.alarms.enable"
    yield _override("a switch", off, subject, (*ecs, "alarms.enable"), False)
    rollback = ("service", f"{alarm}.web_rollback_5xx")
    yield _override("silence", back, _DEPLOYMENT, (*rollback, "treat_missing_data"), "missing")
    yield _override("time to decide", back, _DEPLOYMENT, (*rollback, "evaluation_periods"), 60)
    told = ("observability", f"{alarm}.web_5xx", "actions_enabled")
    yield _override("telling of alarms", "silent-release", "production.overrides.web_5xx", told, False)
    event = ("service", "aws_cloudwatch_event_target.web_secrets", "arn")
    other = "arn:aws:lambda:us-east-1:222222222222:function:other"
    yield _override("what hears of secrets", "stale-secrets", "production.services.web.secrets.*", event, other)
    restarts = ("observability", "aws_cloudwatch_event_rule.failed_restarts", "state")
    subject = "production.services.web.secrets.*"
    yield _override("telling of restarts", "broken-promise", subject, restarts, "DISABLED")
    rule = ("service", "aws_cloudwatch_event_rule.web_secrets", "state")
    subject = "production.overrides.service.aws_cloudwatch_event_rule.web_secrets.state"
    yield _override("hearing of secrets", off, subject, rule, "DISABLED")
    database = ("data", "aws_db_instance.main")
    for name, argument, value in (
        ("backups", "backup_retention_period", 0),
        ("the last snapshot", "skip_final_snapshot", True),
        ("protection", "deletion_protection", False),
    ):
        subject = f"production.overrides.data.aws_db_instance.main.{argument}"
        yield _override(name, off, subject, (*database, argument), value)
    subject, flag = "production.databases.main.deletion_protection", "databases/main/deletion_protection"
    yield _live("a database without protection", off, subject, flag, False)
    subject = "production.disaster_recovery"
    yield _live("a state that is lost", "unready-recovery", subject, "disaster_recovery/state", GONE)
    yield _live("a network without records", off, "production.network.flow_logs", "network/flow_logs", False)


def _tries() -> Iterator[Planted]:
    criteria, pray = "missing-criteria", "deploy-and-pray"
    yield _release("no test ran", criteria, "release.tests.unit", "tests/unit", {"passed": 0, "total": 0})
    yield _release("no test passed", criteria, "release.tests.unit", "tests/unit", {"passed": 0, "total": 9})
    yield _release("no tests", criteria, "release.tests", "tests", GONE)
    yield _release("no load test", criteria, "release.tests", "tests/load", GONE)
    yield _release("half the load", criteria, "release.tests", "tests/load/load_percent", 50)
    yield _release("no baseline", criteria, "release.baselines.*", "baselines", GONE)
    yield _release("no ordinary value", criteria, "release.metrics.payments", "metrics/payments/baseline", GONE)
    yield _release("no limit", pray, "release.metrics.payments", "metrics/payments/alert_below", GONE)
    yield _release("no metrics", pray, "release.metrics", "metrics", GONE)
    yield _release("no journeys", pray, "release.journeys", "journeys", GONE)
    yield _release("a journey on foot", "manual-everything", "release.journeys.pay", "journeys/pay/automated", False)
    yield _release("a test without name", "manual-everything", "release.journeys.pay", "journeys/pay/test", GONE)
    subject, path = "release.criteria.security_review", "criteria/security_review"
    yield _release("no security", criteria, "release.criteria", f"{path}/category", "operational")
    yield _release("no proof", criteria, subject, f"{path}/proof", GONE)
    yield _release("no day", criteria, "release.date", "date", GONE)
    change, path = "release.database_changes.order_currency", "database_changes/order_currency"
    yield _release("no rehearsal", criteria, change, f"{path}/rehearsed_in", GONE)
    yield _release("rehearsed on customers", criteria, change, f"{path}/rehearsed_in", "production")
    back = "no-rollback-plan"
    yield _release("unsaid whether it bears", back, change, f"{path}/backward_compatible", GONE)
    flag = "flags/one_page_checkout/fallback"
    yield _release("no fallback", back, "release.flags.one_page_checkout", flag, GONE)
    edits = tuple(
        (RELEASE, ("database_changes", "order_currency", key), value)
        for key, value in (("backward_compatible", False), ("rollback", GONE))
    )
    yield Planted("no way back", back, change, edits)
    yield Planted("no release", criteria, "release", ((RELEASE, (), GONE),))


def _people() -> Iterator[Planted]:
    own, silent, timing = "unclear-ownership", "silent-release", "risky-timing"
    everywhere = dict.fromkeys(("release_manager", "technical_lead", "devops_engineer", "qa_lead"), _ONE)
    roles = ("security_engineer", "support_lead", "engineering_manager")
    yield _release(
        "one person everywhere", own, "release.people", "people", {**everywhere, **dict.fromkeys(roles, _ONE)}
    )
    subject, path = "release.people.technical_lead.backup", "people/technical_lead/backup"
    yield _release("their own backup", own, subject, path, "Lee Chen")
    yield _release("no tester", own, "release.people.qa_lead", "people/qa_lead", GONE)
    yield _release("nobody on call", own, "release.on_call", "on_call", GONE)
    duty = "on_call/primary"
    before, after = {"from": "2026-12-01", "to": "2026-12-05"}, {"from": "2026-12-09", "to": "2026-12-12"}
    last = {"from": "2026-12-01", "to": "2026-12-08"}
    for name, days in (("is over", before), ("comes later", after), ("ends that day", last)):
        yield _release(f"a duty that {name}", own, "release.on_call.primary", duty, {**_DUTY, **days})
    secondary = {**_DUTY, "from": "2026-12-07", "to": "2026-12-11"}
    yield _release("called twice", own, "release.on_call.secondary", "on_call/secondary", secondary)
    away = {"lee": {"name": "Lee Chen", "from": "2026-12-07", "to": "2026-12-09"}}
    yield _release("away that day", own, "release.people.technical_lead", "absences", away)
    yield _release("nobody verifies", own, "release.criteria.api_docs", "criteria/api_docs/owner", GONE)
    risk = "risks/stripe_confirmations/owner"
    yield _release("nobody watches a risk", own, "release.risks.stripe_confirmations", risk, GONE)
    notify = "observability/notify"
    yield _live("nobody hears alarms", silent, "production.observability.notify", notify, [])
    yield _release("nobody is told", silent, "release.communications", "communications", GONE)
    yield _release("no channel", silent, "release.channels", "channels/incidents", GONE)
    broken = "breaking_changes/orders_v1/migration"
    yield _release("no migration of callers", silent, "release.breaking_changes.orders_v1", broken, GONE)
    sums, rollout = "does-not-add-up", "flags/one_page_checkout/rollout_percent"
    flagged = "release.flags.one_page_checkout.rollout_percent"
    yield _release("a window too short", sums, "release.window", "window/minutes", 39)
    yield _release("more than all users", sums, flagged, rollout, [50, 150])
    yield _release("at once, in steps", sums, flagged, "needs/exposure", "all_at_once")
    notice = "communications/customers/days_before"
    yield _release("a notice on a Saturday", sums, "release.communications.customers.days_before", notice, 3)
    ordinary = "release.baselines.p95_latency_ms"
    yield _release("ordinarily in alarm", sums, ordinary, "baselines/p95_latency_ms", 250)
    thrice = {"name": "Lee Chen", "contact": "lee.chen@example.com"}
    both = (RELEASE, ("people", "product_manager"), thrice), (RELEASE, ("people", "business_owner"), thrice)
    yield Planted("three roles", sums, "release.people.technical_lead", both)
    gone = {"tom": {"name": "Tom Becker", "from": "2026-12-09", "to": "2026-12-09", "cover": "Lee Chen"}}
    yield _release("on call and away", sums, "release.on_call.primary", "absences", gone)
    late = [{"role": "on_call", "within_minutes": 45}]
    yield _release("called too late", sums, "release.on_call.escalation", "on_call/escalation", late)
    yield _release("a Friday", timing, "release.date", "date", "2026-12-11")
    yield _release("the day before a freeze", timing, "release.date", "date", "2026-12-17")
    yield _release("at night", timing, "release.window", "window", {"start": "21:00", "minutes": 120})
    yield _release("at no hour", timing, "release.window", "window", GONE)


PLANTED = (*_workflow(), *_drift(), *_switches(), *_tries(), *_people())

SILENT = {
    "a smoke script that asks nothing": (_SMOKE, [{"run": "./smoke.sh"}]),
    "a smoke action that asks nothing": (_SMOKE, [{"uses": "acme/smoke@v1"}]),
    "a deploy script that deploys nothing": (_STEPS, [{"run": "./deploy.sh"}]),
}
"""What passes, since lint reads workflows, and neither the programs nor the actions that they start."""

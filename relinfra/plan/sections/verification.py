"""Section 9: what is looked at after a release, stage by stage."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.model import Block, Line, Paragraph, Section, Step, Steps, Subheading
from relinfra.plan.say import command, label, say
from relinfra.plan.sections.code_deploy import looked_at
from relinfra.plan.sections.observability import told
from relinfra.plan.sections.paths import routed
from relinfra.plan.sections.phases import during
from relinfra.plan.stages import deployed, gathered, live

__all__ = ["after_release", "before_customers", "verification"]


def verification(facts: Facts) -> Section:
    """Return the section."""
    blocks: list[Block] = [Paragraph((label("verification.opening"),))]
    for stage in deployed(facts):
        heading = say("verification.stage", stage.id, stage=stage.fact("stage"), region=stage.fact("region"))
        blocks += [Subheading((heading,)), Steps((*after_release(stage), *_journeys(facts, stage)))]
    return Section("verification", 9, tuple(blocks))


def _journeys(facts: Facts, stage: Node) -> tuple[Step, ...]:
    """Return the journeys of users that the release file names, to be walked where customers are."""
    last = live(facts)
    journeys = facts.at("release").nodes("journeys") if last and last.id == stage.id else ()
    return tuple(_journey(journey) for journey in journeys)


def _journey(journey: Node) -> Step:
    steps, test = journey.fact("steps"), journey.fact("test")
    walk = (say("verification.walk", journey.id, steps=steps),) if steps else ()
    tested = (say("verification.walked_by_test", journey.id, test=test),) if test else ()
    return Step((say("verification.journey", journey.id, title=journey.fact("title")), *walk), (), tested)


def after_release(stage: Node) -> tuple[Step, ...]:
    """Return what is looked at in a stage, in order."""
    services = stage.nodes("service")
    steps = [step for service in services for step in (*before_customers(stage, service), *during(stage, service))]
    steps += [looked_at(stage, service) or _tasks(stage, service) for service in services]
    steps += [step for service in services for step in _answers(service)]
    steps += [_checked(stage, check) for check in stage.nodes("check") if check.fact("name")]
    alarms = _alarms(stage)
    steps += [alarms] if alarms else []
    databases = [one for database in stage.nodes("database") for one in (database, *database.nodes("replica"))]
    steps += [_database(stage, one) for one in databases if one.fact("identifier")]
    return (*steps, _plan(stage))


def before_customers(stage: Node, service: Node) -> list[Step]:
    """Return the look at the new tasks before customers reach them, where there is a test port."""
    test = service.fact("test_port") or service.fact("code_deploy.test_port")
    given = {"domain": service.fact("domain"), "path": service.fact("health.path"), "port": test}
    if not all(given.values()) or not routed(service):
        return []
    expected = say("verification.answers", f"{service.id}.test", matcher=service.fact("health.matcher"))
    ask = say("verification.before", service.id, name=service.fact("name"), port=test)
    return [
        Step(
            (ask, *_callers(stage, service)),
            (command("probe_test", service.id, **given),),
            (expected,) if service.fact("health.matcher") else (),
        )
    ]


def _callers(stage: Node, service: Node) -> Line:
    """Return who may ask on the test port, where not everybody may."""
    port = service.read_value("test_port") or service.read_value("code_deploy.test_port")
    for listener in stage.nodes("load_balancer.listener"):
        callers, own = listener.fact("callers"), listener.fact("own_callers")
        if (callers or own) and listener.read_value("port") == port:
            kind = "callers_too" if callers and own else "callers" if callers else "own_callers"
            given = {"callers": callers, "own": own, "port": listener.fact("port")}
            return (say(f"verification.{kind}", service.id, **given),)
    return ()


def _tasks(stage: Node, service: Node) -> Step:
    names = {"cluster": service.fact("cluster"), "name": service.fact("name"), "region": stage.fact("region")}
    tasks = {"low": service.fact("tasks_min"), "high": service.fact("tasks_max")}
    expected = say("verification.complete", service.id, **tasks)
    if service.nodes("schedule"):
        expected = say("verification.complete_scheduled", service.id)
    return Step(
        (say("verification.tasks", service.id, name=names["name"]),),
        (command("describe_service", service.id, **names),),
        (expected,),
    )


def _answers(service: Node) -> list[Step]:
    domain, path, matcher = (service.fact(name) for name in ("domain", "health.path", "health.matcher"))
    if not domain or not path or not routed(service):
        return []
    seconds = service.fact("health.timeout_seconds")
    expected = (say("verification.answers_within", service.id, matcher=matcher, seconds=seconds),)
    return [
        Step(
            (say("verification.probe", service.id, name=service.fact("name")),),
            (command("probe", service.id, domain=domain, path=path, seconds=seconds),),
            expected if matcher and seconds else (),
        )
    ]


def _checked(stage: Node, check: Node) -> Step:
    """Return the look at what the check from outside found since the release."""
    given = {name: check.fact(name) for name in ("name", "url", "status", "limit")}
    interval = check.fact("interval_minutes") or check.fact("schedule")
    expected = "verification.check_passed" if given["limit"] else "verification.check_passed_any"
    return Step(
        (say("verification.check", check.id, interval=interval, **given),),
        (command("canary_runs", check.id, region=stage.fact("region"), name=given["name"]),),
        (say(expected, check.id, status=given["status"], limit=given["limit"]),),
    )


def _alarms(stage: Node) -> Step | None:
    names = tuple(name for alarm in stage.nodes("alarm") if told(stage, alarm) and (name := alarm.fact("name")))
    if not names:
        return None
    services = stage.nodes("service")
    bakes = gathered(services, "deployment.bake_minutes") + gathered(services, "code_deploy.bake_minutes")
    windows = gathered(stage.nodes("alarm"), "window_minutes")
    wait = max(bakes or windows, key=_minutes, default=None)
    key = "verification.quiet" if wait else "verification.quiet_now"
    return Step(
        (say(key, stage.id, wait=wait),),
        (command("alarms", stage.id, region=stage.fact("region"), names=names),),
        (say("verification.no_alarm", stage.id),),
    )


def _minutes(fact: Fact) -> float:
    return fact.value if isinstance(fact.value, int | float) else 0


def _database(stage: Node, database: Node) -> Step:
    given = {"identifier": database.fact("identifier"), "region": stage.fact("region")}
    return Step(
        (say("verification.database", database.id, identifier=given["identifier"]),),
        (command("describe_cluster" if database.fact("instances") else "describe_database", database.id, **given),),
        (say("verification.available", database.id),),
    )


def _plan(stage: Node) -> Step:
    return Step(
        (say("verification.plan", stage.id),),
        (command("verify_plan", stage.id),),
        (say("verification.verified", stage.id),),
    )

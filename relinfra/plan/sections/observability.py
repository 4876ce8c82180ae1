"""Section 6: what is seen of the product, for how long, and who hears of it."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Block, Bullet, Bullets, Line, Row, Section, Statement, Subheading, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.conditions import condition
from relinfra.plan.sections.documented import documented
from relinfra.plan.stages import deployed, gathered

__all__ = ["observability", "told"]

_SIGNALS = ("signal", "tool", "retention", "alert")
_ALARMS = ("stage", "alarm", "when", "told")
_CHECKED = ("check_success", "check_duration")
_USERS = ("error_rate", "p95_latency")


def observability(facts: Facts) -> Section:
    """Return the section."""
    stages = deployed(facts)
    rows = tuple(
        row for signal in (_logs, _metrics, _queries, _traces, _checks) for stage in stages for row in signal(stage)
    )
    blocks: list[Block] = [Table(_headings("observability", _SIGNALS), rows)]
    alarms = tuple(_alarm(stage, alarm) for stage in stages for alarm in stage.nodes("alarm") if told(stage, alarm))
    if alarms:
        blocks += [Subheading((label("observability.alarms"),)), Table(_headings("observability", _ALARMS), alarms)]
    recipients = tuple(Bullet(_recipients(topic)) for stage in stages for topic in stage.nodes("topic"))
    return Section("observability", 6, (*blocks, Bullets(recipients)) if recipients else tuple(blocks))


def told(stage: Node, alarm: Node) -> Line:
    """Return who hears of an alarm, by itself or through a composite; empty when nobody does."""
    notifies = alarm.fact("notifies")
    if notifies:
        return (say("observability.tells", alarm.id, topics=notifies),)
    for composite in stage.nodes("composite_alarm"):
        covers, notifies = composite.fact("covers"), composite.fact("notifies")
        if covers and notifies and isinstance(covers.value, tuple) and alarm.key in covers.value:
            given = {"composite": composite.fact("name"), "topics": notifies, "covers": covers}
            return (say("observability.tells_through", alarm.id, **given),)
    return ()


def _headings(section: str, names: tuple[str, ...]) -> Line:
    return tuple(label(f"{section}.heading.{name}") for name in names)


def _signal(kind: str, stage: Node, about: str) -> tuple[Line, ...]:
    return ((say(f"observability.{kind}", about, stage=stage.fact("stage")),),)


def _logs(stage: Node) -> list[Row]:
    groups = stage.nodes("log_group")
    if not groups:
        return []
    names: tuple[Line, ...] = tuple(
        (say("observability.log_group", group.id, name=group.fact("name")),) for group in groups
    )
    kept = tuple((_retention(group),) for group in groups)
    names += tuple(_router(service) for service in stage.nodes("service") if service.fact("log_router.type"))
    return [Row((_signal("logs", stage, stage.id), names, kept, ((label("observability.no_log_alert"),),)))]


def _router(service: Node) -> Line:
    """Return where a service's log goes instead, without which lines, and what the container that does it may do."""
    router = service.node("log_router")
    given = {name: router.fact(name) for name in ("type", "image", "output")}
    key = "observability.router" if given["output"] else "observability.router_own"
    line = [say(key, service.id, name=service.fact("name"), **given)]
    for name in ("target", "excluded"):
        if told := router.fact(name):
            line.append(say(f"observability.router_{name}", service.id, told=told))
    user, read_only = router.fact("user"), router.fact("read_only")
    if user and read_only:
        line.append(say("observability.router_rights", service.id, user=user, read_only=read_only))
    return tuple(line)


def _retention(group: Node) -> Statement:
    days = group.fact("retention_days")
    return say("observability.days", group.id, days=days) if days else say("observability.forever", group.id)


def _metrics(stage: Node) -> list[Row]:
    insights = stage.fact("container_insights")
    line = [label("observability.metrics_only")]
    if insights:
        line = [say("observability.cloudwatch", stage.id, insights=insights)]
    dashboards = gathered(stage.nodes("dashboard"), "name")
    if dashboards:
        line.append(say("observability.dashboards", stage.id, dashboards=dashboards))
    alerts = tuple(
        condition(alarm, "metrics")
        for alarm in stage.nodes("alarm")
        if alarm.read_value("subject") in _USERS
        and told(stage, alarm)
        and alarm.read_value("name") not in _returning(stage)
    )
    kept = ((say("observability.metric_days", stage.id, kept=documented(stage, "metrics_kept")),),)
    none = ((label("none"),),)
    return [Row((_signal("metrics", stage, stage.id), (tuple(line),), kept, alerts or none))]


def _returning(stage: Node) -> tuple[str, ...]:
    """Return the names of the alarms that turn deployments back; section 5 has them."""
    alarms = gathered(stage.nodes("service"), "deployment.alarms")
    return tuple(name for fact in alarms if isinstance(fact.value, tuple) for name in fact.value)


def _queries(stage: Node) -> list[Row]:
    """Return what is known of single queries, where a mode of Database Insights is chosen."""
    rows = []
    for database in stage.nodes("database"):
        mode, days = database.fact("insights"), database.fact("insights_days")
        if mode:
            tool = say("observability.insights", database.id, name=database.fact("identifier"), mode=mode)
            kept = say("observability.days", database.id, days=days) if days else label("observability.unknown_days")
            rows.append(Row((_signal("queries", stage, database.id), ((tool,),), ((kept,),), ((label("none"),),))))
    return rows


def _traces(stage: Node) -> list[Row]:
    rows = []
    for service in stage.nodes("service"):
        image = service.fact("tracing_image")
        given = {"name": service.fact("name"), "image": image}
        tool = say("observability.xray" if image else "observability.no_traces", service.id, **given)
        days = documented(stage, "traces_kept")
        kept = say("observability.trace_days", service.id, kept=days) if image else label("none")
        rows.append(Row((_signal("traces", stage, service.id), ((tool,),), ((kept,),), ((label("none"),),))))
    return rows


def _checks(stage: Node) -> list[Row]:
    """Return what asks from outside, with the alarms over its findings."""
    alarms = [alarm for alarm in stage.nodes("alarm") if alarm.read_value("subject") in _CHECKED and told(stage, alarm)]
    rows = []
    for check in stage.nodes("check"):
        given = {name: check.fact(name) for name in ("name", "url", "status")}
        interval = check.fact("interval_minutes") or check.fact("schedule")
        tool = say("observability.canary", check.id, interval=interval, **given)
        days = check.fact("kept_days")
        kept = say("observability.days", check.id, days=days) if days else label("observability.unknown_days")
        alerts = tuple(condition(alarm, "checks") for alarm in alarms if alarm.key.startswith(f"{check.key}_"))
        none = ((label("none"),),)
        rows.append(Row((_signal("checks", stage, check.id), ((tool,),), ((kept,),), alerts or none)))
    return rows


def _alarm(stage: Node, alarm: Node) -> Row:
    name = say("observability.stage", alarm.id, stage=stage.fact("stage"))
    what = say("observability.alarm", alarm.id, name=alarm.fact("name"))
    return Row((((name,),), ((what,),), (condition(alarm, "observability"),), (told(stage, alarm),)))


def _recipients(topic: Node) -> Line:
    who = topic.fact("subscribers")
    key = "observability.subscribers" if who else "observability.no_subscribers"
    return (say(key, topic.id, name=topic.fact("name"), who=who),)

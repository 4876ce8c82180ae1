"""Observability: logs, metrics, traces and checks of the product, and who hears of its alarms."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import alarm_is_told, event_is_told
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Alarm, Dashboard, EventAlert, LogGroup, Topic
from relinfra.evidence.records.database import RdsInstance
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Bullet, Bullets, Line, Row, Section, Statement, Subheading, Table
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.log_groups import log_group, unwritten
from relinfra.plan.sections.watching import told_of_service
from relinfra.plan.stages import deployed

__all__ = ["alarm_recipients", "observability", "tells", "unheard"]

_SIGNALS = ("signal", "tool", "retention", "alert")
_ALARMS = ("stage", "alarm", "when", "told")
_CHECKED = ("check_success", "check_duration")
_USERS = ("error_rate", "p95_latency", "latency")


def observability(facts: Facts) -> Section:
    """Return the section on observability."""
    stages = deployed(facts)
    rows = tuple(
        row for signal in (_logs, _metrics, _queries, _traces, _checks) for stage in stages for row in signal(stage)
    )
    blocks: list[Block] = [Table(_headings("observability", _SIGNALS), rows)]
    alarms = tuple(row for stage in stages for row in _told(stage))
    if alarms:
        blocks += [Subheading((label("observability.alarms"),)), Table(_headings("observability", _ALARMS), alarms)]
    told = tuple(Bullet(told_of_service(stage, service)) for stage in stages for service in stage.services)
    recipients = (*told, *(Bullet(_recipients(topic)) for stage in stages for topic in stage.topics))
    return Section("observability", None, (*blocks, Bullets(recipients)) if recipients else tuple(blocks))


def alarm_recipients(stage: Stage, alarm: Alarm) -> Line:
    """Return who hears of an alarm, by itself or through a composite; empty when nobody does."""
    claim = alarm_is_told(stage, alarm)
    if not claim.holds:
        return ()
    if alarm.notifies:
        return (asserted(claim, "observability.tells", alarm.id, topics=alarm.notifies),)
    composite = stage.composite_over(alarm)
    given = {"composite": composite.name, "topics": composite.notifies, "covers": composite.covers} if composite else {}
    return (asserted(claim, "observability.tells_through", alarm.id, **given),)


def tells(stage: Stage, alarm: Alarm) -> Fact[tuple[str, ...]] | None:
    """Return the topics that an alarm names, by itself or through a composite, whether or not anybody hears of it."""
    composite = stage.composite_over(alarm)
    return alarm.notifies or (composite.notifies if composite else None)


def unheard(stage: Stage, alarm: Alarm) -> Line:
    """Return why nobody hears of an alarm that names a topic, nothing where it names none or somebody does."""
    claim = alarm_is_told(stage, alarm)
    return reason(claim) if tells(stage, alarm) and not claim.holds else ()


def _headings(section: str, names: tuple[str, ...]) -> Line:
    return tuple(label(f"{section}.heading.{name}") for name in names)


def _signal(kind: str, stage: Stage, about: str) -> tuple[Line, ...]:
    return ((say(f"observability.{kind}", about, stage=stage.title),),)


def _logs(stage: Stage) -> list[Row]:
    groups = stage.log_groups
    if not groups:
        return []
    names: tuple[Line, ...] = tuple(
        (log_group("observability.log_group", group), *unwritten(group)) for group in groups
    )
    kept = tuple((_retention(group),) for group in groups)
    names += tuple(_router(service) for service in stage.services if service.log_router.type)
    return [Row((_signal("logs", stage, stage.id), names, kept, ((label("observability.no_log_alert"),),)))]


def _router(service: Service) -> Line:
    """Return where a service's log goes instead, without which lines, and what the container that does it may do."""
    router, about = service.log_router, service.id
    key = "observability.router" if router.output else "observability.router_own"
    line = [say(key, about, name=service.name, type=router.type, image=router.image, output=router.output)]
    if router.target:
        line.append(say("observability.router_target", about, target=router.target))
    if router.excluded:
        line.append(say("observability.router_excluded", about, pattern=router.excluded))
    if router.user and router.read_only:
        line.append(say("observability.router_rights", about, user=router.user, read_only=router.read_only))
    return tuple(line)


def _retention(group: LogGroup) -> Statement:
    days = group.retention_days
    return say("observability.days", group.id, days=days) if days else say("observability.forever", group.id)


def _metrics(stage: Stage) -> list[Row]:
    insights = stage.container_insights
    line = [label("observability.metrics_only")]
    if insights:
        line = [say("observability.cloudwatch", stage.id, insights=insights)]
    dashboards = Dashboard.name.each(stage.dashboards)
    if dashboards:
        line.append(say("observability.dashboards", stage.id, dashboards=dashboards))
    returning = _returning(stage)
    alerts = tuple(
        condition(alarm, "metrics")
        for alarm in stage.alarms
        if value_of(alarm.subject) in _USERS and tells(stage, alarm) and value_of(alarm.name) not in returning
    )
    kept = ((say("observability.metric_days", stage.id, kept=documented(stage).metrics_kept),),)
    none = ((label("none"),),)
    return [Row((_signal("metrics", stage, stage.id), (tuple(line),), kept, alerts or none))]


def _returning(stage: Stage) -> frozenset[str]:
    """Return the names of the alarms that ECS watches during deployments; the section on rollback has them."""
    rollouts = [service.rollout for service in stage.services]
    watching = [rollout.alarms for rollout in rollouts if not isinstance(rollout, CodeDeploy)]
    return frozenset(name for alarms in watching for name in value_of(alarms) or ())


def _queries(stage: Stage) -> list[Row]:
    """Return what is known of single queries, where a mode of Database Insights is chosen."""
    rows = []
    for database in stage.databases:
        if isinstance(database, RdsInstance) and database.insights:
            days = database.insights_days
            tool = say("observability.insights", database.id, name=database.identifier, mode=database.insights)
            kept = say("observability.days", database.id, days=days) if days else label("observability.unknown_days")
            rows.append(Row((_signal("queries", stage, database.id), ((tool,),), ((kept,),), ((label("none"),),))))
    return rows


def _traces(stage: Stage) -> list[Row]:
    rows = []
    for service in stage.services:
        image = service.tracing_image
        tool = say(
            "observability.xray" if image else "observability.no_traces", service.id, name=service.name, image=image
        )
        days = documented(stage).traces_kept
        kept = say("observability.trace_days", service.id, kept=days) if image else label("none")
        rows.append(Row((_signal("traces", stage, service.id), ((tool,),), ((kept,),), ((label("none"),),))))
    return rows


def _checks(stage: Stage) -> list[Row]:
    """Return what asks from outside, with the alarms over its findings."""
    alarms = [alarm for alarm in stage.alarms if value_of(alarm.subject) in _CHECKED and tells(stage, alarm)]
    rows = []
    for check in stage.checks:
        given = {"name": check.name, "url": check.url, "status": check.status}
        interval = check.interval_minutes or check.schedule
        idle = "_idle" if value_of(check.idle) else ""
        tool = say(f"observability.canary{idle}", check.id, interval=interval, **given)
        days = check.kept_days
        kept = say("observability.days", check.id, days=days) if days else label("observability.unknown_days")
        alerts = tuple(condition(alarm, "checks") for alarm in alarms if alarm.key.startswith(f"{check.key}_"))
        none = ((label("none"),),)
        rows.append(Row((_signal("checks", stage, check.id), ((tool,),), ((kept,),), alerts or none)))
    return rows


def _told(stage: Stage) -> Iterator[Row]:
    """Yield what reaches people: alarms, and rules that publish events."""
    yield from (_alarm(stage, alarm) for alarm in stage.alarms if tells(stage, alarm))
    yield from (_event(stage, alert) for alert in stage.event_alerts if value_of(alert.enabled) is not False)


def _event(stage: Stage, alert: EventAlert) -> Row:
    about = alert.id
    cells: tuple[Line, ...] = (
        (say("observability.stage", about, stage=stage.title),),
        (say("observability.alarm", about, name=alert.name),),
        (say("observability.event", about, source=alert.source, outcomes=alert.outcomes),),
        _told_of_event(stage, alert),
    )
    return Row(tuple((cell,) for cell in cells))


def _told_of_event(stage: Stage, alert: EventAlert) -> Line:
    """Return who hears of an event, or why nobody does."""
    claim, about, topic = event_is_told(stage, alert), alert.id, alert.topic
    if claim.holds:
        return (asserted(claim, "observability.event_tells", about, topic=topic),)
    broken = claim.broken.name if claim.broken else ""
    brief = {"heard": "event_unsubscribed", "admitted": "event_refused", "key_admits": "event_refused"}
    if broken in brief:
        return (asserted(claim, f"observability.{brief[broken]}", about, topic=topic),)
    return (asserted(claim, "observability.event_untold", about, topic=topic), *reason(claim))


def _alarm(stage: Stage, alarm: Alarm) -> Row:
    name = say("observability.stage", alarm.id, stage=stage.title)
    what = say("observability.alarm", alarm.id, name=alarm.name)
    told = alarm_recipients(stage, alarm) or _nobody(stage, alarm)
    return Row((((name,),), ((what,),), (condition(alarm, "observability"),), (told,)))


def _nobody(stage: Stage, alarm: Alarm) -> Line:
    claim, about, topics = alarm_is_told(stage, alarm), alarm.id, tells(stage, alarm)
    if claim.broken and claim.broken.name == "heard":
        return (asserted(claim, "observability.tells_unsubscribed", about, topics=topics),)
    return (asserted(claim, "observability.tells_nobody", about, topics=topics), *reason(claim))


def _recipients(topic: Topic) -> Line:
    who = topic.subscribers
    key = "observability.subscribers" if who else "observability.no_subscribers"
    return (say(key, topic.id, name=topic.name, who=who),)

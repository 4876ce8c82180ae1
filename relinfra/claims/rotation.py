"""Claims about secrets that change: when RDS changes a password, whether tasks get it, and who hears if they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.claims.watching import alarm_is_told
from relinfra.evidence import Fact
from relinfra.evidence.records.alarm import Alarm, EventAlert
from relinfra.evidence.records.secret import Restart, Secret
from relinfra.evidence.records.stage import Stage

__all__ = [
    "FailedRestartIsTold",
    "PasswordRotates",
    "RotationReachesTasks",
    "failed_restart_is_told",
    "password_rotates",
    "rotation_reaches_tasks",
]


@dataclass(frozen=True)
class PasswordRotates(Claim):
    """RDS gives a database another master password in a window of these stacks; `window` is how long it is open."""

    kind: ClassVar[str] = "password_rotates"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_95",
        "CKV_RELINFRA_164",
    )

    window: Fact[str] | None


@dataclass(frozen=True)
class RotationReachesTasks(Claim):
    """Tasks are replaced after a change of a secret, without anybody acting, and never while a release runs."""

    kind: ClassVar[str] = "rotation_reaches_tasks"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_71",
        "CKV_RELINFRA_153",
        "CKV_RELINFRA_154",
        "CKV_RELINFRA_156",
        "CKV_RELINFRA_160",
    )


@dataclass(frozen=True)
class FailedRestartIsTold(Claim):
    """People hear of tasks that were not replaced; `topics` are where."""

    kind: ClassVar[str] = "failed_restart_is_told"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_31",
        "CKV_RELINFRA_32",
        "CKV_RELINFRA_56",
        "CKV_RELINFRA_71",
        "CKV_RELINFRA_75",
        "CKV_RELINFRA_156",
        "CKV_RELINFRA_162",
    )

    topics: tuple[Fact, ...]


def password_rotates(secret: Secret) -> PasswordRotates:
    """Return whether the password that RDS manages is changed by a schedule that is on."""
    conditions = [Condition.of("scheduled", secret.rotation is not None, secret.rotation or secret.managed_for)]
    if secret.rotation:
        # Secrets Manager switches a schedule on that says nothing of it.
        conditions.append(Condition.of("switched_on", is_true(secret.rotates) is not False, secret.rotates))
    return PasswordRotates(secret.id, tuple(conditions), secret.rotation_window)


def rotation_reaches_tasks(secret: Secret) -> RotationReachesTasks:
    """Return whether a change of a secret that a service is given is heard of, and deploys the service anew."""
    restart = secret.restart
    conditions = [Condition.of("heard", restart.rule is not None, restart.rule or secret.variable)]
    if restart.rule:
        # EventBridge switches a rule on that says nothing of it.
        conditions.append(Condition.of("enabled", is_true(restart.enabled) is not False, restart.enabled))
        conditions.append(Condition.of("started", restart.document is not None, restart.document or restart.rule))
    if restart.document:
        conditions += _acting(restart)
    return RotationReachesTasks(secret.id, tuple(conditions))


def _acting(restart: Restart) -> Iterator[Condition]:
    """Yield what the document and its two roles have to be."""
    yield Condition.of("may_start", is_true(restart.may_start) or False, restart.may_start)
    yield Condition.of("deploys", is_true(restart.deploys) or False, restart.deploys)
    if restart.deploys and restart.deploys.value:
        yield Condition.of("may_deploy", is_true(restart.may_deploy) or False, restart.may_deploy)
        yield Condition.of("waits", restart.wait_minutes is not None, restart.wait_minutes or restart.deploys)


def failed_restart_is_told(secret: Secret) -> FailedRestartIsTold:
    """Return whether people hear of it when a change starts nothing, and when what it starts fails."""
    stage = Stage(secret.facts, secret.id.partition(".")[0])
    restart = secret.restart
    alarm = next(iter(stage.alarms_named((restart.alarm.value,))), None) if restart.alarm else None
    alert = stage.alert_named(restart.alert.value) if restart.alert else None
    told = alarm_is_told(stage, alarm) if alarm else None
    alarmed = _topics_of(stage, alarm) if alarm else None
    facts = told.facts if told else ()
    conditions = [
        Condition.of("not_started", told is not None and told.holds, restart.alarm or restart.rule, alarmed, *facts),
        Condition.of("failed", restart.alert is not None, restart.alert or restart.document),
    ]
    if alert:
        conditions += _published(alert)
    topics = (alarmed, alert and alert.topic)
    return FailedRestartIsTold(secret.id, tuple(conditions), tuple(one for one in topics if one))


def _published(alert: EventAlert) -> Iterator[Condition]:
    yield Condition.of("alert_enabled", is_true(alert.enabled) is not False, alert.enabled)
    yield Condition.of("admitted", is_true(alert.admitted) or False, alert.admitted)
    # A topic without a key of its own asks none.
    yield Condition.of("key_admits", is_true(alert.key_admits) is not False, alert.key_admits)


def _topics_of(stage: Stage, alarm: Alarm) -> Fact[tuple[str, ...]] | None:
    """Return the topics that an alarm tells, by itself or through a composite; None where it tells none."""
    through = stage.composite_over(alarm)
    return alarm.notifies or (through.notifies if through else None)

"""Checks of a procedure about a service: the right account before; tasks, targets, alarms and an answer after."""

from __future__ import annotations

import re

from relinfra.evidence import Fact
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.step import Kind, Step

__all__ = ["active", "answers", "asked", "named", "right_account", "serves", "tasks_serve"]

_TASKS_WITHIN = 30
_TARGETS_WITHIN = 10
_QUIET_WITHIN = 15
_ANSWER_WITHIN = 10
_CODES = re.compile(r"([1-5])\d\d-([1-5])99")


def right_account(stage: Stage) -> tuple[Step, ...]:
    """Return the demand that the commands act in the stage's account; none where Terraform does not name it."""
    account = stage.account
    if account is None or not account.value.isdigit():
        return ()
    return (Step("account", Kind.DEMAND, "account", given={"account": account}, expected=account.value),)


def active(stage: Stage, service: Service) -> Step:
    """Return the demand that the service exists."""
    return Step("active", Kind.DEMAND, "service_status", given=named(stage, service), expected="ACTIVE")


def named(stage: Stage, service: Service) -> dict[str, Fact | None]:
    """Return what names a service to ECS."""
    return {"region": stage.region, "cluster": service.cluster, "name": service.name}


def serves(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return what is awaited of a service that serves: tasks, and at least one; targets; alarms; an answer."""
    return (*tasks_serve(named(stage, service), service), *_quiet(stage, service), *answers(service))


def tasks_serve(about: dict[str, Fact | None], service: Service) -> tuple[Step, ...]:
    """Return what is awaited of the tasks that `about` names, and of their targets where requests reach `service`."""
    tasks = Step("tasks", Kind.AWAIT, "tasks_run", given=about, expected="True", minutes=_TASKS_WITHIN)
    if not service.health.path:
        return (tasks,)
    return (tasks, Step("targets", Kind.AWAIT, "targets_healthy", about, "yes", minutes=_TARGETS_WITHIN))


def _quiet(stage: Stage, service: Service) -> list[Step]:
    alarms = service.rollout.alarms
    if not alarms:
        return []
    given = {"region": stage.region, "names": alarms}
    wanted = f"'{len(alarms.value)} 0'"
    return [Step("quiet", Kind.AWAIT, "alarms_quiet", given=given, expected=wanted, minutes=_QUIET_WITHIN)]


def answers(service: Service) -> tuple[Step, ...]:
    """Return the question that customers ask; only where the name and the path lead to the service alone."""
    health = service.health
    return () if service.paths else asked(service.domain, health.path, health.matcher, health.timeout_seconds)


def asked(domain: Fact | None, path: Fact | None, matcher: Fact[str] | None, seconds: Fact | None) -> tuple[Step, ...]:
    """Return the wait for a name to answer a request as its load balancer expects, none where that is not known."""
    codes = _pattern(matcher.value) if matcher else ""
    if not (domain and path and codes):
        return ()
    given = {"domain": domain, "path": path, "seconds": seconds, "matcher": matcher}
    return (Step("answers", Kind.AWAIT, "answer", given=given, expected=codes, minutes=_ANSWER_WITHIN),)


def _pattern(matcher: str) -> str:
    """Return the pattern of the statuses that a load balancer takes for healthy; empty where they make none."""
    found = []
    for one in matcher.split(","):
        if match := _CODES.fullmatch(one.strip()):
            found += [f"{digit}??" for digit in range(int(match[1]), int(match[2]) + 1)]
        elif one.strip().isdigit():
            found.append(one.strip())
        else:
            return ""
    return found[0] if len(found) == 1 else f"@({'|'.join(found)})"

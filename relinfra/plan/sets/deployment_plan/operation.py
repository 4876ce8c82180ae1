"""The sections on the way back, and on what is done before and after a deployment."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import under
from relinfra.plan.criteria import criteria
from relinfra.plan.missing import known
from relinfra.plan.model import Check, Checklist, Line, Section, Steps, Subheading
from relinfra.plan.say import label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.authority import authority
from relinfra.plan.sections.rehearsals import way_back_rehearsed
from relinfra.plan.sections.rollback import way_back
from relinfra.plan.sections.rollback_alarms import acting_alarms
from relinfra.plan.sections.rollback_by_hand import service_by_hand
from relinfra.plan.sections.verification import after_release
from relinfra.plan.stages import live_services

__all__ = ["procedures", "rollback"]


def rollback(facts: Facts) -> Section:
    """Return the section on the way back: its triggers, and its steps by hand."""
    services = live_services(facts)
    steps = tuple(block for stage, service in services for block in service_by_hand(stage, service, "deploy"))
    blocks = (
        *under("deploy.mvp_back", [way_back(stage, service) for stage, service in services]),
        *under("deploy.triggers", [line for stage in facts.live for line in _triggers(stage)]),
        *((Subheading((label("deploy.by_hand_back"),)), *steps) if steps else ()),
        *authority(facts),
        *under("deploy.later_back", [(label("deploy.flag_first"),), (label("deploy.same_way"),)]),
        *under("deploy.tested_back", list(way_back_rehearsed(facts))),
    )
    return Section("deploy.rollback", None, blocks)


def _triggers(stage: Stage) -> Iterator[Line]:
    for alarm in acting_alarms(stage):
        yield (say("deploy.trigger", alarm.id, name=alarm.name), *condition(alarm, "deploy"))


def procedures(facts: Facts) -> Section:
    """Return the section on what is done before and after a deployment."""
    exits = facts.release.mvp.exit_criteria
    checks = tuple(
        one.check(under=((label("criteria.required"), *one.requirement),)) for one in criteria(facts) if one.blocks
    )
    later = tuple(one.check() for one in criteria(facts) if not one.blocks)
    blocks = (
        Subheading((label("deploy.mvp_before"),)),
        Checklist(checks),
        Subheading((label("deploy.mvp_after"),)),
        *((Steps(checked),) if (checked := after_release(*facts.live)) else ()),
        *under("deploy.exit", [(known(exits, say("deploy.exits", exits=exits), "mvp.exit_criteria"),)]),
        Subheading((label("deploy.general"),)),
        Checklist((*later, Check((label("deploy.same_checks"),)))),
    )
    return Section("deploy.procedures", None, blocks)

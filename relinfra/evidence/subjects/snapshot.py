"""Scheduled snapshots: AWS Backup plans beside the databases' own backups."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Snapshots
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.watched import Measured, record_watch

__all__ = ["collect"]

_WEEK = 7


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the rules of every `aws_backup_plan` and what they cover."""
    for plan in stage.find("aws_backup_plan"):
        own = recorder.one(Stage.snapshots, plan.name)
        for rule in plan.each("rule")[:1]:
            _rule(stage, rule, own)
        for selection in stage.find("aws_backup_selection"):
            if plan in stage.output.follow(selection.at("plan_id")):
                _covered(stage, selection, own)


def _rule(stage: StageStacks, rule: Attribute, recorder: Recorder) -> None:
    schedule = rule.at("schedule")
    days = rule.at("lifecycle", "delete_after")
    vault = stage.output.follow_one(rule.at("target_vault_name"), "aws_backup_vault")
    recorder.take(Snapshots.vault, (vault and vault.at("name")) or rule.at("target_vault_name"))
    recorder.take(Snapshots.schedule, schedule)
    recorder.take(Snapshots.kept_days, days)
    if schedule and days and days.number and _weekly(schedule.text):
        recorder.add(Snapshots.kept, int(days.number) // _WEEK, days, schedule, how="days_by_week")


def _covered(stage: StageStacks, selection: Resource, recorder: Recorder) -> None:
    resources, spared = selection.each("resources"), selection.each("not_resources")
    left_out = {found for item in spared for found in stage.output.follow(item)}
    followed = [found for item in resources for found in stage.output.follow(item) if found not in left_out]
    narrowing = selection.at("condition")
    if narrowing:
        recorder.add(Snapshots.narrowed, True, narrowing, how="place")
    names = [name for found in followed if (name := found.at("identifier") or found.at("cluster_identifier"))]
    if names:
        recorder.add(Snapshots.covers, tuple(sorted(name.text for name in names)), *resources, *spared, *names)
    for found, name in zip(followed, names, strict=False):
        record_watch(
            stage, stage.home, Measured("CopyAge", {"Copy": name}), recorder.one(Snapshots.watches, found.name)
        )


def _weekly(schedule: str) -> bool:
    """Whether a `cron(...)` names a day of the week and nothing rarer."""
    fields = schedule.removeprefix("cron(").removesuffix(")").split()
    return len(fields) == 6 and fields[2] == "?" and fields[3] == "*" and fields[4] not in ("*", "?")  # noqa: PLR2004

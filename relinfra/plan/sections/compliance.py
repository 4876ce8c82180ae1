"""Compliance: what an auditor asks for."""

from __future__ import annotations

from relinfra.claims import approval_enforced, requests_logged
from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.project import Waiver
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import LogBucket
from relinfra.plan.blocks import separated
from relinfra.plan.model import (
    Block,
    Bullet,
    Bullets,
    Given,
    Line,
    Paragraph,
    Row,
    Section,
    Statement,
    Subheading,
    Table,
)
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.accounts import kept_evidence
from relinfra.plan.sections.approvals import covers
from relinfra.plan.sections.by_design import by_design
from relinfra.plan.sections.edge import edges
from relinfra.plan.stages import deployed, stages

__all__ = ["compliance"]

_HEADINGS = ("policy", "resources", "reason", "owner", "expires")


def compliance(facts: Facts) -> Section:
    """Return the section on compliance."""
    ticket = facts.release.ticket
    attached = (say("compliance.attached", ticket=ticket),) if ticket else ()
    lines = [
        (say("compliance.manifest"), *attached),
        *_approvals(facts),
        *_artifacts(facts),
        *kept_evidence(facts),
        *_transport(facts),
        *edges(facts),
        *_logs(facts),
        *by_design(facts),
    ]
    blocks: list[Block] = [Bullets(tuple(Bullet(line) for line in lines)), Subheading((label("compliance.waivers"),))]
    waivers = facts.project.waivers
    if not waivers:
        return Section("compliance", None, (*blocks, Paragraph((say("compliance.no_waivers"),))))
    headings = tuple(label(f"compliance.heading.{name}") for name in _HEADINGS)
    return Section("compliance", None, (*blocks, Table(headings, tuple(_waiver(waiver) for waiver in waivers))))


def _approvals(facts: Facts) -> list[Line]:
    lines: list[Line] = []
    for stage in stages(facts):
        reviewers = stage.approval.reviewers
        if reviewers:
            asks = say("compliance.approval", stage.id, stage=stage.name, reviewers=reviewers)
            lines.append((asks, *_enforced(facts, stage), *covers(facts, stage, "compliance")))
    return lines


def _enforced(facts: Facts, stage: Stage) -> Line:
    claim = approval_enforced(facts, stage)
    if claim.holds:
        return (asserted(claim, "compliance.approval_enforced", stage.id, environment=claim.job),)
    return reason(claim)


def _artifacts(facts: Facts) -> list[Line]:
    workflows = facts.project.repository.workflows
    kept = [workflow for workflow in workflows if workflow.artifact_days]
    if not kept:
        return [(say("compliance.no_artifacts"),)]
    return [(say("compliance.artifacts", one.key, file=one.file, days=one.artifact_days),) for one in kept]


def _transport(facts: Facts) -> list[Line]:
    return [
        (say("compliance.transport", listener.id, stage=stage.title, port=listener.port, policy=listener.tls_policy),)
        for stage in deployed(facts)
        for listener in stage.load_balancer.listeners
    ]


def _logs(facts: Facts) -> list[Line]:
    lines = []
    for stage in deployed(facts):
        line = [
            say(f"compliance.log_bucket{'' if bucket.kept_days else '_endless'}", bucket.id, **_kept(bucket))
            for bucket in stage.log_buckets
        ]
        bucket, balancer = stage.load_balancer.log_bucket, stage.load_balancer.name
        if bucket:
            claim = requests_logged(stage.load_balancer)
            key = "compliance.balancer_logs" if claim.holds else "compliance.balancer_silent"
            line.insert(0, asserted(claim, key, stage.id, name=balancer, bucket=bucket))
        days = stage.network.flow_log_days
        if days:
            line.append(say("compliance.flow_logs", stage.id, days=days))
        if line:
            told = separated((one,) for one in line)
            lines.append((say("compliance.logs", stage.id, stage=stage.title), *told, label("assess.end")))
    return lines


def _kept(bucket: LogBucket) -> dict[str, Given]:
    return {"name": bucket.name, "days": bucket.kept_days} if bucket.kept_days else {"name": bucket.name}


def _waiver(waiver: Waiver) -> Row:
    about = waiver.key
    where = [say("compliance.resources", about, resources=waiver.resources)] if waiver.resources else []
    if waiver.environments:
        where.append(say("compliance.in_stages", about, stages=waiver.environments))
    reason = [_cell("compliance.reason", waiver, waiver.reason)]
    if waiver.ticket:
        reason.append(say("compliance.ticket", about, ticket=waiver.ticket))
    cells = (
        (_cell("compliance.policy", waiver, waiver.policy),),
        tuple(where),
        tuple(reason),
        (_cell("compliance.owner", waiver, waiver.owner),),
        (_cell("compliance.expires", waiver, waiver.expires),),
    )
    return Row(tuple((cell,) for cell in cells))


def _cell(key: str, waiver: Waiver, value: Fact | None) -> Statement:
    return say(key, waiver.key, value=value) if value else label("none")

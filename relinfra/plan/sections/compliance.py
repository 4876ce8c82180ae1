"""Section 10: what an auditor asks for."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.model import Block, Bullet, Bullets, Line, Paragraph, Row, Section, Statement, Subheading, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.accounts import kept_evidence
from relinfra.plan.sections.edge import edges
from relinfra.plan.stages import deployed, stages

__all__ = ["compliance"]

_HEADINGS = ("policy", "resources", "reason", "owner", "expires")


def compliance(facts: Facts) -> Section:
    """Return the section."""
    lines = [
        (say("compliance.manifest"),),
        *_approvals(facts),
        *_artifacts(facts),
        *kept_evidence(facts),
        *_transport(facts),
        *edges(facts),
        *_logs(facts),
    ]
    blocks: list[Block] = [Bullets(tuple(Bullet(line) for line in lines)), Subheading((label("compliance.waivers"),))]
    waivers = facts.at("project").nodes("waiver")
    if not waivers:
        return Section("compliance", 10, (*blocks, Paragraph((say("compliance.no_waivers"),))))
    headings = tuple(label(f"compliance.heading.{name}") for name in _HEADINGS)
    return Section("compliance", 10, (*blocks, Table(headings, tuple(_waiver(waiver) for waiver in waivers))))


def _approvals(facts: Facts) -> list[Line]:
    lines: list[Line] = []
    for stage in stages(facts):
        reviewers = stage.fact("approval.reviewers")
        if reviewers:
            lines.append((say("compliance.approval", stage.id, stage=stage.fact("stage"), reviewers=reviewers),))
    return lines


def _artifacts(facts: Facts) -> list[Line]:
    workflows = facts.at("project.repository").nodes("workflow")
    kept = [workflow for workflow in workflows if workflow.fact("artifact_days")]
    if not kept:
        return [(say("compliance.no_artifacts"),)]
    return [
        (say("compliance.artifacts", one.key, file=one.fact("file"), days=one.fact("artifact_days")),) for one in kept
    ]


def _transport(facts: Facts) -> list[Line]:
    return [
        (say("compliance.transport", listener.id, stage=stage.fact("stage"), **_listener(listener)),)
        for stage in deployed(facts)
        for listener in stage.nodes("load_balancer.listener")
    ]


def _listener(listener: Node) -> dict[str, Fact | None]:
    return {"port": listener.fact("port"), "policy": listener.fact("tls_policy")}


def _logs(facts: Facts) -> list[Line]:
    lines = []
    for stage in deployed(facts):
        line = [
            say("compliance.log_bucket", bucket.id, name=bucket.fact("name"), days=bucket.fact("kept_days"))
            for bucket in stage.nodes("log_bucket")
            if bucket.fact("kept_days")
        ]
        bucket, balancer = stage.fact("load_balancer.log_bucket"), stage.fact("load_balancer.name")
        if bucket:
            line.insert(0, say("compliance.balancer_logs", stage.id, name=balancer, bucket=bucket))
        days = stage.fact("network.flow_log_days")
        if days:
            line.append(say("compliance.flow_logs", stage.id, days=days))
        if line:
            lines.append((say("compliance.logs", stage.id, stage=stage.fact("stage")), *line))
    return lines


def _waiver(waiver: Node) -> Row:
    about = waiver.key
    where = [say("compliance.resources", about, resources=waiver.fact("resources"))] if waiver.fact("resources") else []
    stages_named, ticket = waiver.fact("environments"), waiver.fact("ticket")
    if stages_named:
        where.append(say("compliance.in_stages", about, stages=stages_named))
    reason = [_field(waiver, "reason")]
    if ticket:
        reason.append(say("compliance.ticket", about, ticket=ticket))
    cells = (
        (_field(waiver, "policy"),),
        tuple(where),
        tuple(reason),
        (_field(waiver, "owner"),),
        (_field(waiver, "expires"),),
    )
    return Row(tuple((cell,) for cell in cells))


def _field(waiver: Node, name: str) -> Statement:
    found = waiver.fact(name)
    return say(f"compliance.{name}", waiver.key, value=found) if found else label("none")

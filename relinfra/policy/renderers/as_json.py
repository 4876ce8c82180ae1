"""The report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from typing import Any

from relinfra.policy.finding import Finding, Status
from relinfra.policy.report import Report
from relinfra.policy.rule import Rule
from relinfra.policy.waiver import Waiver
from relinfra.policy.waiver_faults import WaiverFault
from relinfra.visible import visible_json

VERSION = 1


def render(report: Report) -> str:
    """Write the whole report as JSON, sorted; what passed is listed as addresses by stack."""
    body = {
        "version": VERSION,
        "project": report.project,
        "today": report.today.isoformat(),
        "ok": report.ok,
        "checkov": report.checkov,
        "policies_loaded": report.policies,
        "pack": report.pack,
        "plans": report.plans,
        "summary": {
            "total": _counts(report, None),
            "stacks": {name: _counts(report, name) for name in report.stacks},
        },
        "problems": report.problems,
        "notices": report.notices,
        "waivers": {
            "faults": [*map(_fault, report.faults)],
            "expired": [*map(_waiver, report.expired)],
            "stale": [*map(_waiver, report.stale)],
        },
        "policies": [_policy(id_, list(group)) for id_, group in groupby(report.findings, lambda one: one.policy)],
    }
    return visible_json(json.dumps(body, indent=2, ensure_ascii=False)) + "\n"


def _counts(report: Report, stack: str | None) -> dict[str, int]:
    return {str(status): number for status, number in report.count(stack).items()}


def _policy(policy: str, findings: list[Finding]) -> dict[str, Any]:
    passed = [finding for finding in findings if finding.status is Status.PASSED]
    return {
        "id": policy,
        "title": findings[0].title,
        "guideline": findings[0].guideline or None,
        **_rule(findings[0].rule),
        "criteria": sorted({one for finding in findings for one in finding.criteria}),
        "findings": [_finding(finding) for finding in findings if finding.status is not Status.PASSED],
        "passed": {
            stack: [finding.address for finding in group] for stack, group in groupby(passed, lambda one: one.stack)
        },
    }


def _rule(rule: Rule | None) -> dict[str, str | None]:
    """Return what a rule of the release contract says of itself; of other policies only their guideline is known."""
    return {
        "group": rule.group if rule else None,
        "severity": rule.level.lower() if rule else None,
        "rationale": rule.rationale if rule else None,
        "remedy": rule.remedy if rule else None,
        "page": rule.page if rule else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "status": str(finding.status),
        "stack": finding.stack,
        "environment": finding.environment or None,
        "address": finding.address,
        "file": finding.file,
        "lines": list(finding.lines),
        "construct": finding.construct or None,
        "arguments": list(finding.arguments),
        "matrix": asdict(finding.origin) if finding.origin else None,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
        "acceptance": asdict(finding.acceptance) if finding.acceptance else None,
    }


def _fault(fault: WaiverFault) -> dict[str, Any]:
    return {"flaw": str(fault.flaw), "told": fault.told, "waiver": _waiver(fault.waiver)}


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return waiver.model_dump(mode="json")

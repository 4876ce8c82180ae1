"""The report for code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from relinfra.policy.finding import Finding
from relinfra.policy.report import Report
from relinfra.policy.waiver import Waiver
from relinfra.visible import visible_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SYNTHESIS"
"""The name under which paths are relative to the synthesized folder, wherever it lies."""


def render(report: Report) -> str:
    """Write failures as results, waived ones with their suppression; what passed is left out."""
    findings = sorted(report.failed + report.waived, key=lambda one: (one.policy, one.stack, one.address))
    rules = {finding.policy: _rule(finding) for finding in findings}
    run = {
        "tool": {"driver": {"name": "relinfra", "version": version("relinfra"), "rules": list(rules.values())}},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The synthesized folder, cdktf.out."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, list(rules).index(finding.policy)) for finding in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return visible_json(json.dumps(log, indent=2, ensure_ascii=False)) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.policy,
        "shortDescription": {"text": finding.title},
        "defaultConfiguration": {"level": "error"},
    }
    if finding.guideline:
        rule["helpUri"] = finding.guideline
    return rule


def _invocation(report: Report) -> dict[str, Any]:
    errors = [{"level": "error", "message": {"text": problem}} for problem in report.problems]
    notes = [{"level": "note", "message": {"text": notice}} for notice in report.notices]
    return {"executionSuccessful": not report.problems, "toolExecutionNotifications": errors + notes}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    first, last = finding.lines
    result: dict[str, Any] = {
        "ruleId": finding.policy,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": f"{finding.address} in {finding.stack}: {finding.title}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.file, "uriBaseId": ROOT},
                    "region": {"startLine": first, "endLine": last},
                },
                "logicalLocations": [{"fullyQualifiedName": f"{finding.stack}/{finding.address}", "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"address/v1": f"{finding.policy}/{finding.stack}/{finding.address}"},
    }
    if finding.waiver:
        result["suppressions"] = [_suppression(finding.waiver)]
    return result


def _suppression(waiver: Waiver) -> dict[str, Any]:
    ticket = f", {waiver.ticket}" if waiver.ticket else ""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{waiver.reason} ({waiver.owner}, until {waiver.expires}{ticket})",
    }

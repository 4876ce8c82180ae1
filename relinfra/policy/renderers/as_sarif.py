"""The report for code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from relinfra.policy.finding import Finding
from relinfra.policy.origin import Origin
from relinfra.policy.renderers.advice import common_advice
from relinfra.policy.report import Report
from relinfra.policy.waiver import Waiver
from relinfra.visible import visible_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SYNTHESIS"
"""The name under which paths are relative to the synthesized folder, wherever it lies."""


SEVERITIES = {"LOW": "3.0", "MEDIUM": "5.5", "HIGH": "8.0", "CRITICAL": "9.5"}
"""Numbers that GitHub shows as these words: above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below low.

https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""


def render(report: Report) -> str:
    """Write failures as results, accepted and waived ones with their suppression; what passed is left out."""
    findings = sorted(
        report.failed + report.accepted + report.waived, key=lambda one: (one.policy, one.stack, one.address)
    )
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
    described: dict[str, Any] = {
        "id": finding.policy,
        "name": finding.policy,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.rule.rationale if finding.rule else finding.title},
        "help": _help(finding),
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["policy", *([finding.rule.group] if finding.rule else ())], "precision": "very-high"},
    }
    if finding.rule:
        described["properties"]["tags"].append("security")  # without it GitHub ignores the severity
        described["properties"]["security-severity"] = SEVERITIES[finding.rule.level]
    if finding.guideline or finding.rule:
        described["helpUri"] = finding.guideline or (finding.rule.source if finding.rule else "")
    return described


def _help(finding: Finding) -> dict[str, str]:
    """Return what to do, as text and as the Markdown that GitHub shows beside an alert."""
    lines = [(label.capitalize(), text) for label, text in common_advice(finding)]
    return {
        "text": "\n".join(f"{label}: {text}" for label, text in lines),
        "markdown": "\n\n".join(f"**{label}**: {text}" for label, text in lines),
    }


def _invocation(report: Report) -> dict[str, Any]:
    errors = [{"level": "error", "message": {"text": problem}} for problem in report.problems]
    errors += [{"level": "error", "message": {"text": str(fault)}} for fault in report.faults]
    notes = [{"level": "note", "message": {"text": notice}} for notice in report.notices]
    return {"executionSuccessful": not report.problems, "toolExecutionNotifications": errors + notes}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    place = f"{finding.policy}/{finding.stack}/{finding.address}"
    stack = _in_stack(finding)
    changed = f" (changed: {', '.join(finding.arguments)})" if finding.arguments else ""
    remedy = f". {finding.remedy}" if finding.remedy else ""
    result: dict[str, Any] = {
        "ruleId": finding.policy,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": f"{finding.address} in {finding.stack}: {finding.title}{changed}{remedy}"},
        "locations": [_in_matrix(finding.origin) if finding.origin else stack],
        "partialFingerprints": {
            "address/v1": place,
            # The one that GitHub reads: the same failure stays one alert, wherever its line moves to.
            "primaryLocationLineHash": f"{sha256(place.encode()).hexdigest()[:16]}:1",
        },
    }
    if finding.origin:
        result["locations"][0]["logicalLocations"] = stack["logicalLocations"]
        result["relatedLocations"] = [stack | {"id": 1, "message": {"text": "What Terraform would apply"}}]
    if finding.acceptance:
        told = f"Accepted by design: {finding.acceptance.reason} ({finding.acceptance})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": told}]
    elif finding.waiver:
        result["suppressions"] = [_suppression(finding.waiver)]
    return result


def _in_matrix(origin: Origin) -> dict[str, Any]:
    """Return the line of the matrix: an alert of GitHub stands in a file of the repository, which no stack is."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(origin.file)}}
    if origin.line:
        physical["region"] = {"startLine": origin.line}
    return {"physicalLocation": physical, "message": {"text": str(origin)}}


def _in_stack(finding: Finding) -> dict[str, Any]:
    first, last = finding.lines
    logical = [{"fullyQualifiedName": f"{finding.stack}/{finding.address}", "kind": "resource"}]
    if finding.construct:
        logical.append({"fullyQualifiedName": finding.construct, "kind": "construct"})
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(finding.file), "uriBaseId": ROOT},
            "region": {"startLine": first, "endLine": last},
        },
        "logicalLocations": logical,
    }


def _suppression(waiver: Waiver) -> dict[str, Any]:
    ticket = f", {waiver.ticket}" if waiver.ticket else ""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{waiver.reason} ({waiver.owner}, until {waiver.expires}{ticket})",
    }

"""The report for CI: JUnit XML, a suite for each stack, a case for each policy and address."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from relinfra.policy.finding import Finding, Status
from relinfra.policy.renderers.advice import advice
from relinfra.policy.report import Report
from relinfra.visible import visible_lines


def render(report: Report) -> str:
    """Write failures as failures, accepted and waived ones as skipped, and what makes the run worthless as errors."""
    suites = Element("testsuites", name=f"relinfra check {report.project}".strip())
    for stack in sorted({*report.stacks, *(finding.stack for finding in report.findings)}):
        _suite(suites, stack, [finding for finding in report.findings if finding.stack == stack])
    _run(suites, report)
    indent(suites)
    return visible_lines(tostring(suites, encoding="unicode", xml_declaration=True)) + "\n"


def _suite(suites: Element, stack: str, findings: list[Finding]) -> None:
    suite = SubElement(suites, "testsuite", name=stack, errors="0")
    for finding in findings:
        _case(suite, finding)
    _count(suite)


def _case(suite: Element, finding: Finding) -> None:
    case = SubElement(suite, "testcase", classname=finding.policy, name=f"{finding.address}: {finding.title}")
    if finding.status is Status.FAILED:
        failure = SubElement(case, "failure", type=finding.policy, message=f"{finding.address}: {finding.title}")
        failure.text = "\n".join(f"{label}: {text}" for label, text in advice(finding))
    elif finding.acceptance:
        told = f"accepted by design: {finding.acceptance.reason} ({finding.acceptance})"
        SubElement(case, "skipped", message=told)
    elif finding.waiver:
        SubElement(case, "skipped", message=f"waived: {finding.waiver.reason} ({finding.waiver})")


def _run(suites: Element, report: Report) -> None:
    suite = SubElement(suites, "testsuite", name="the run itself", errors=str(int(bool(report.problems))))
    case = SubElement(suite, "testcase", classname="relinfra", name="every stack was checked by every policy")
    if report.problems:
        SubElement(case, "error", type="untrusted", message="; ".join(report.problems))
    for fault in report.faults:
        waiver = SubElement(suite, "testcase", classname=fault.waiver.policy, name=f"waiver {fault.waiver}")
        SubElement(waiver, "failure", type=str(fault.flaw), message=str(fault))
    _count(suite)


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))

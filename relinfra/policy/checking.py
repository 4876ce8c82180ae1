"""Checking a synthesized folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

from relinfra.evidence.output import Output
from relinfra.evidence.reader import read_output
from relinfra.policy import guards
from relinfra.policy.engine import scan
from relinfra.policy.finding import Finding, Status
from relinfra.policy.report import Report
from relinfra.policy.scan import Verdict
from relinfra.policy.waivers import Waivers, read_waivers

__all__ = ["check"]


def check(folder: Path, *, today: date) -> Report:
    """Ask every policy of every stack in `cdktf.out`, and apply the matrix's waivers as of `today`.

    A failing policy is no error: look at `report.ok`. Raises `OutputError` where the folder cannot be read
    and `ToolError` where Checkov cannot run.
    """
    output = read_output(folder)
    waivers = read_waivers(output.declared.waivers, today)
    seen = scan(folder)
    findings = tuple(sorted((_finding(output, waivers, verdict) for verdict in seen.verdicts), key=_order))
    project = output.declared.project("project")
    return Report(
        project=str(project.value) if project else "",
        today=today,
        checkov=seen.checkov,
        policies=len(seen.policies),
        pack=tuple(seen.pack),
        stacks=tuple(output.stacks),
        findings=findings,
        expired=waivers.expired,
        stale=waivers.stale(finding.waiver for finding in findings if finding.waiver),
        problems=guards.problems(output, seen),
        notices=guards.notices(seen),
    )


def _finding(output: Output, waivers: Waivers, verdict: Verdict) -> Finding:
    name = PurePosixPath(verdict.file).parent.name
    stack = output.stacks.get(name)
    environment = stack.label("environment") if stack else ""
    waiver = None if verdict.passed else waivers.accept(verdict.policy, verdict.address, environment)
    failure = Status.WAIVED if waiver else Status.FAILED
    return Finding(
        policy=verdict.policy,
        title=verdict.title,
        stack=name,
        environment=environment,
        address=verdict.address,
        file=verdict.file,
        lines=verdict.lines,
        status=Status.PASSED if verdict.passed else failure,
        guideline=verdict.guideline,
        waiver=waiver,
    )


def _order(finding: Finding) -> tuple[str, str, str]:
    return finding.policy, finding.stack, finding.address

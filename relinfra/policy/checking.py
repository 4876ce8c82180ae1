"""Checking a synthesized folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from relinfra.evidence.reader import read_output
from relinfra.output import foreign_files, stacks_digest
from relinfra.policy import guards
from relinfra.policy.contract_rules import contract_rules
from relinfra.policy.engine import scan, scan_plans
from relinfra.policy.finding import Finding
from relinfra.policy.judging import Judging, acceptances, stack_of
from relinfra.policy.parity import PARITY, parity_notices, parity_verdicts
from relinfra.policy.planned import judge_planned
from relinfra.policy.plans import plan_problems, read_plans
from relinfra.policy.report import Report
from relinfra.policy.scan import Verdict
from relinfra.policy.selection import select
from relinfra.policy.waiver_faults import judge_waivers
from relinfra.policy.waivers import read_waivers

__all__ = ["check"]


def check(folder: Path, *, today: date, plans: Path | None = None, checks: Sequence[Path] = ()) -> Report:
    """Ask every policy of every stack in `cdktf.out`, and apply the matrix's waivers as of `today`.

    With `plans`, a folder that holds a plan of each stack, every policy is asked of those too; where both were asked,
    the worse answer counts. `checks` are folders with checks of a team's own. A failing policy is no error: look at
    `report.ok`. Raises `OutputError` where a folder cannot be read, `ToolError` where Checkov cannot run, and
    `InputError` for checks that cannot be loaded.
    """
    waivers = read_waivers(read_output(folder).declared.waivers, today)
    planned = read_plans(plans) if plans else ()
    seen = scan(folder, checks)
    seen_plans = scan_plans(plans, checks) if plans else None
    output = read_output(folder)  # anew: held while Checkov runs, it would lie beside all that Checkov holds
    verdicts = _worse(seen.verdicts, seen_plans.verdicts if seen_plans else ())
    verdicts = _worse(verdicts, judge_planned(output, planned) if planned else ())
    verdicts = chain(verdicts, parity_verdicts(output, folder))
    rules = {rule.policy: rule for rule in contract_rules()}
    selection = select(output.declared, rules, seen.own)
    judging = Judging(output, waivers, acceptances(output, seen.verdicts), selection)
    findings = tuple(sorted(map(judging.finding, filter(judging.asks, verdicts)), key=_order))
    project = output.declared.project("project")
    problems = (*map(str, foreign_files(folder)), *guards.problems(output, seen))
    checked = {stack.label("environment") for stack in output.stacks.values()}
    notices = (*guards.notices(seen), *selection.left_out(seen.policies, checked))
    if seen_plans:
        problems += (*plan_problems(output, planned, seen_plans), *guards.plan_run_problems(seen_plans))
        notices += guards.notices(seen_plans)
    known = seen.policies | PARITY.keys() | (seen_plans.policies if seen_plans else frozenset())
    judged = judge_waivers(waivers, output, findings, known, planned=bool(plans))
    notices += (*judged.notices, *parity_notices(output))
    return Report(
        project=str(project.value) if project else "",
        today=today,
        checkov=seen.checkov,
        policies=len(seen.policies),
        pack=tuple(seen.pack),
        digest=stacks_digest(folder),
        stacks=tuple(output.stacks),
        plans=tuple(plan.stack for plan in planned),
        findings=findings,
        expired=waivers.expired,
        stale=judged.stale,
        faults=judged.faults,
        problems=tuple(dict.fromkeys(problems)),
        notices=tuple(dict.fromkeys(notices)),
    )


def _worse(configured: Iterable[Verdict], planned: Iterable[Verdict]) -> Iterator[Verdict]:
    """Yield every verdict on the stacks, and those on the plans that add a question or answer one worse."""
    answers = {_question(verdict): verdict for verdict in planned}
    for verdict in configured:
        answer = answers.pop(_question(verdict), verdict)
        yield answer if verdict.passed and not answer.passed else verdict
    yield from answers.values()


def _question(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.policy, stack_of(verdict.file), verdict.address


def _order(finding: Finding) -> tuple[str, str, str]:
    return finding.policy, finding.stack, finding.address

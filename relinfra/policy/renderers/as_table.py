"""The report for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from relinfra.policy.finding import Finding, Status
from relinfra.policy.renderers.advice import common_advice, own_advice
from relinfra.policy.report import Report
from relinfra.policy.waiver import Waiver
from relinfra.policy.waiver_faults import WaiverFault
from relinfra.visible import visible

WIDTH = 120
"""Columns of the plain text, which must not depend on anybody's terminal."""


def render(report: Report) -> str:
    """Write the table as plain text."""
    text = StringIO()
    Console(file=text, width=WIDTH, color_system=None, legacy_windows=False).print(renderable(report))
    return "\n".join(visible(line.rstrip()) for line in text.getvalue().split("\n")).rstrip("\n") + "\n"


def renderable(report: Report) -> RenderableType:
    """Return failures by environment and policy, what is excused, counts by stack, remarks, and the verdict last."""
    excused = (_by_design(report.accepted), _waived(report.waived))
    parts = [_failed(report.failed), _faults(report.faults), *excused, _stacks(report), _remarks(report)]
    lines: list[RenderableType] = []
    for part in parts:
        lines += [*part, Text()] if part else []
    return Group(*lines, _verdict(report))


def _failed(failed: Sequence[Finding]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    ordered = sorted(failed, key=lambda one: (one.environment, one.policy, one.stack, one.address))
    for environment, here in groupby(ordered, lambda one: one.environment):
        lines.append(Text(environment or "no environment", "bold underline"))
        for _, group in groupby(here, lambda one: one.policy):
            lines += _policy(list(group))
    return lines


def _policy(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    """Yield one policy in one environment: its failures, then what can be done about each of them."""
    one = findings[0]
    level = f"  {one.rule.level.lower()}" if one.rule else ""
    yield Text.assemble(("FAILED ", "bold red"), (one.policy, "bold"), f"  {one.title}", (level, "yellow"))
    for finding in findings:
        yield Padding(Text(finding.address, "bold"), (0, 0, 0, 7))
        yield Padding(_labelled(own_advice(finding)), (0, 0, 0, 9))
    yield Padding(_labelled(common_advice(one)), (0, 0, 0, 7))


def _labelled(advice: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in advice:
        table.add_row(Text(label), Text(text))
    return table


def _by_design(accepted: Sequence[Finding]) -> list[RenderableType]:
    by_reason: dict[tuple[str, str], list[Finding]] = {}
    for finding in accepted:
        if finding.acceptance:
            told = f"{finding.acceptance.reason} "
            by_reason.setdefault((finding.policy, told + f"({finding.acceptance.compensated_by})"), []).append(finding)
    lines: list[RenderableType] = []
    for (policy, told), findings in by_reason.items():
        lines.append(Text.assemble(("accepted ", "green"), (policy, "bold"), f"  {told}"))
        lines.append(Padding(_accepted(findings), (0, 0, 0, 9)))
    return lines


def _waived(waived: Sequence[Finding]) -> list[RenderableType]:
    by_waiver: dict[Waiver, list[Finding]] = {}
    for finding in waived:
        if finding.waiver:
            by_waiver.setdefault(finding.waiver, []).append(finding)
    lines: list[RenderableType] = []
    for waiver, findings in by_waiver.items():
        reason = f"{waiver.reason} ({waiver.ticket})" if waiver.ticket else waiver.reason
        accepted = f"({waiver.owner}, until {waiver.expires})"
        lines.append(Text.assemble(("waived ", "yellow"), (waiver.policy, "bold"), f"  {reason} ", (accepted, "dim")))
        lines.append(Padding(_accepted(findings), (0, 0, 0, 7)))
    return lines


def _accepted(findings: Sequence[Finding]) -> Table:
    table = Table.grid(padding=(0, 3))
    for address in sorted({finding.address for finding in findings}):
        environments = sorted({finding.environment for finding in findings if finding.address == address})
        table.add_row(Text(address), Text(", ".join(name or "no environment" for name in environments), "dim"))
    return table


def _faults(faults: Sequence[WaiverFault]) -> list[RenderableType]:
    lines: list[RenderableType] = [Text("waivers that do no good", "bold underline")] if faults else []
    return [*lines, *(Text.assemble(("FAILED ", "bold red"), str(fault)) for fault in faults)]


def _stacks(report: Report) -> list[RenderableType]:
    table = _table("Stack", *(status.capitalize() for status in Status))
    for column in table.columns[1:]:
        column.justify = "right"
    for stack in report.stacks:
        counts = report.count(stack)
        table.add_row(Text(stack), *(str(counts[status]) for status in Status))
    return [table]


def _table(*headers: str) -> Table:
    table = Table(box=None, padding=(0, 3, 0, 0), header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def _remarks(report: Report) -> list[RenderableType]:
    return [Text.assemble((f"{kind}: ", style), line) for kind, style, line in _remarked(report)]


def _remarked(report: Report) -> Iterator[tuple[str, str, str]]:
    for problem in report.problems:
        yield "error", "bold red", problem
    for notice in report.notices:
        yield "note", "dim", notice


def _verdict(report: Report) -> RenderableType:
    counts = report.count()
    asked = f"{report.policies} policies ({len(report.pack)} of the release contract), Checkov {report.checkov}"
    numbers = ", ".join(f"{counts[status]} {status}" for status in Status)
    word, style = ("passed", "bold green") if report.ok else ("failed", "bold red")
    where = f"{len(report.stacks)} stacks{f' and {len(report.plans)} plans' if report.plans else ''}"
    number = len({fault.waiver for fault in report.faults})
    useless = f", {number} useless waiver{'s' if number > 1 else ''}" if number else ""
    return Text.assemble((f"Policy check {word}", style), f": {numbers}{useless} in {where}; {asked}")

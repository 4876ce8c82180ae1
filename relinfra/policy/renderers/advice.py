"""Advice about a failure: where it comes from and what can be done, in the order in which one asks."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.policy.finding import Finding

__all__ = ["advice", "common_advice", "own_advice"]


def advice(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield each piece of advice with its label."""
    yield from own_advice(finding)
    yield from common_advice(finding)


def own_advice(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield what is so of this failure alone: arguments, lines of the matrix and of the stack, and the construct."""
    first, last = finding.lines
    if finding.arguments:
        yield "changed", ", ".join(finding.arguments)
    if finding.origin:
        yield "matrix", str(finding.origin)
    if finding.construct:
        yield "construct", finding.construct
    yield "stack", f"{finding.file}:{first}-{last}"


def common_advice(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield what is so of every failure of the policy: the reason, the remedy, and the pages that explain it."""
    rule = finding.rule
    if rule:
        yield "because", rule.rationale
        yield "remedy", rule.remedy
        yield "page", f"{rule.page}, or `relinfra policies explain {rule.policy}`"
        yield "source", rule.source
    elif finding.guideline:
        yield "page", finding.guideline
    if finding.criteria:
        yield "evidence", f"of {', '.join(finding.criteria)}"
    yield "or", f"accept it: `relinfra waive {finding.policy} {finding.address}` prints the waiver"

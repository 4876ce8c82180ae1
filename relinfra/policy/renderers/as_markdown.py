"""The report for the comment of a pull request, as GitHub reads Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from relinfra.policy.finding import Finding, Status
from relinfra.policy.renderers.advice import common_advice, own_advice
from relinfra.policy.report import Report
from relinfra.visible import visible

LIMIT = 60_000
"""Characters: GitHub refuses a comment of more than 65,536, and what is around it has its share."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&])")


def render(report: Report) -> str:
    """Write failures by environment, each with its advice folded; what does not fit is counted."""
    text = f"### Policies: {'passed' if report.ok else 'failed'}\n\n{_counts(report)}\n"
    text += "".join(f"\n> **error:** {_escape(problem)}\n" for problem in report.problems)
    text += "".join(f"\n> **note:** {_with_code(visible(notice))}\n" for notice in report.notices)
    text += "".join(f"\n> **waiver:** {_escape(str(fault))}\n" for fault in report.faults)
    parts = list(_environments(report.failed))
    for number, part in enumerate(parts):
        if len(text) + len(part) > LIMIT:
            text += f"\n{len(parts) - number} more, which do not fit here: see the policy report.\n"
            break
        text += part
    return text


def _counts(report: Report) -> str:
    """Return a table of how many findings have each status, by environment."""
    names = dict.fromkeys(finding.environment for finding in report.findings)
    rows = [f"| environment | {' | '.join(Status)} |", f"|---|{'--:|' * len(Status)}"]
    for name in names:
        here = [finding.status for finding in report.findings if finding.environment == name]
        rows.append(f"| {_escape(name) or 'none'} | {' | '.join(str(here.count(status)) for status in Status)} |")
    return "\n".join(rows)


def _environments(failed: Sequence[Finding]) -> Iterator[str]:
    ordered = sorted(failed, key=lambda one: (one.environment, one.policy, one.stack, one.address))
    for (environment, _), group in groupby(ordered, lambda one: (one.environment, one.policy)):
        findings = list(group)
        yield _policy(environment or "no environment", findings)


def _policy(environment: str, findings: Sequence[Finding]) -> str:
    """Return one policy in one environment: a line that unfolds to its failures and what to do about them."""
    one = findings[0]
    level = f" ({one.rule.level.lower()})" if one.rule else ""
    # GitHub reads no Markdown in a summary.
    said = (environment, one.policy, one.title)
    name, policy, title = (html.escape(visible(text)) for text in said)
    head = f"{name}: <code>{policy}</code>{level} {title}"
    lines = ["", f"<details><summary>{head}</summary>", ""]
    for finding in findings:
        lines.append(f"- {_code(finding.address)}")
        lines += [f"  - {label}: {_code(text)}" for label, text in own_advice(finding)]
    lines += ["", *(f"- **{label}**: {_linked(text)}" for label, text in common_advice(one))]
    lines += ["", "</details>", ""]
    return "\n".join(lines)


def _linked(text: str) -> str:
    return f"<{visible(text)}>" if text.startswith("https://") else _with_code(visible(text))


def _with_code(text: str) -> str:
    """Escape a text but for what stands between backticks."""
    parts = text.split("`")
    return "".join(_code(part) if number % 2 else _escape(part) for number, part in enumerate(parts))


def _code(text: str) -> str:
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", visible(text))

"""The scope of a release, as its file says it."""

from __future__ import annotations

from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.release_file import BreakingChange, Feature, Fix, Improvement
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["IMPROVEMENTS", "SEVERITIES", "fixes_of", "improvements_of", "item", "ticketed"]

SEVERITIES = ("critical", "high", "normal")
"""The severities of what a release fixes, the worst first."""

IMPROVEMENTS = ("performance", "security", "infrastructure", "usability")
"""The kinds of improvements."""


def fixes_of(facts: Facts, severity: str) -> tuple[Fix, ...]:
    """Return the fixes of a severity."""
    return tuple(one for one in facts.release.fixes if value_of(one.severity) == severity)


def improvements_of(facts: Facts, kind: str) -> tuple[Improvement, ...]:
    """Return the improvements of a kind."""
    return tuple(one for one in facts.release.improvements if value_of(one.kind) == kind)


def item(feature: Feature, where: str) -> Line:
    """Return the title of a feature, and its description where there is one."""
    title, description = feature.title, feature.description
    key = "scope.described" if title and description else "scope.titled"
    return (say(key, f"{where}.{feature.id}", title=title or description, description=description),)


def ticketed(change: Feature | Fix | Improvement | BreakingChange, where: str) -> Line:
    """Return the ticket of a change, its title and who made it."""
    key = "scope.ticket" if change.ticket else "scope.titled"
    line = [say(key, f"{where}.{change.id}", ticket=change.ticket, title=change.title)]
    return (*line, say("scope.owner", f"{where}.{change.id}", owner=change.owner)) if change.owner else tuple(line)

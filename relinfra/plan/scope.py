"""What a release contains, as its file says it."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["IMPROVEMENTS", "SEVERITIES", "item", "of_kind", "ticketed"]

SEVERITIES = ("critical", "high", "normal")
"""The severities of what a release fixes, the worst first."""

IMPROVEMENTS = ("performance", "security", "infrastructure", "usability")
"""The kinds of improvements."""


def of_kind(facts: Facts, what: str, field: str, value: str) -> tuple[Node, ...]:
    """Return the fixes of a severity, the improvements of a kind."""
    return tuple(one for one in facts.at("release").nodes(what) if one.read_value(field) == value)


def item(node: Node, where: str) -> Line:
    """Return the title of a thing, and its description where there is one."""
    title, description = node.fact("title"), node.fact("description")
    key = "scope.described" if title and description else "scope.titled"
    return (say(key, f"{where}.{node.id}", title=title or description, description=description),)


def ticketed(node: Node, where: str) -> Line:
    """Return the ticket of a thing, its title and who made it."""
    title: Fact | None = node.fact("title") or node.fact("description")
    ticket, owner = node.fact("ticket"), node.fact("owner")
    line = [say("scope.ticket" if ticket else "scope.titled", f"{where}.{node.id}", ticket=ticket, title=title)]
    return (*line, say("scope.owner", f"{where}.{node.id}", owner=owner)) if owner else tuple(line)

"""The commits of a release, as Conventional Commits sort them."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["breaking", "commits", "told"]


def commits(facts: Facts, *types: str) -> tuple[Node, ...]:
    """Return the commits of these types, the oldest first; all of them where none is named."""
    order = facts.get("history.order")
    ids = order.value if order and isinstance(order.value, tuple) else ()
    nodes = (facts.at(f"history.commit.{id_}") for id_ in ids)
    return tuple(node for node in nodes if not types or node.value("type") in types)


def breaking(facts: Facts) -> tuple[Node, ...]:
    """Return the commits that break what others rely on."""
    return tuple(node for node in commits(facts) if node.value("breaking"))


def told(commit: Node, where: str) -> Line:
    """Return one commit as a line of a list."""
    given = {name: commit.fact(name) for name in ("description", "scope", "ticket", "pull")}
    key = "history.scoped" if given["scope"] else "history.plain"
    line = [say(key, f"{where}.{commit.name}", commit=commit.name, **given)]
    if given["ticket"]:
        line.append(say("history.ticket", f"{where}.{commit.name}", ticket=given["ticket"]))
    return tuple(line)

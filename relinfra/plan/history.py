"""The commits of a release, as Conventional Commits sort them."""

from __future__ import annotations

from collections.abc import Iterable

from relinfra.evidence import Facts, Node, Value
from relinfra.plan.gaps import gap
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["breaking", "commits", "told", "told_or_asked", "untold"]

_TICKETED = ("features", "fixes", "improvements", "breaking_changes")


def commits(facts: Facts, *types: str) -> tuple[Node, ...]:
    """Return the commits of these types, the oldest first; all of them where none is named."""
    order = facts.get("history.order")
    ids = order.value if order and isinstance(order.value, tuple) else ()
    nodes = (facts.at(f"history.commit.{id_}") for id_ in ids)
    return tuple(node for node in nodes if not types or node.read_value("type") in types)


def breaking(facts: Facts) -> tuple[Node, ...]:
    """Return the commits that break what others rely on, without those that the release file tells of."""
    return untold(facts, (node for node in commits(facts) if node.read_value("breaking")))


def untold(facts: Facts, found: Iterable[Node]) -> tuple[Node, ...]:
    """Return the commits with no ticket of the release file, which tells of those that have one in its own words."""
    entries = (one for kind in _TICKETED for one in facts.at("release").nodes(kind))
    tickets = {one.read_value("ticket") for one in entries}
    return tuple(node for node in found if tickets.isdisjoint(_tickets(node.read_value("ticket"))))


def told(commit: Node, where: str) -> Line:
    """Return one commit as a line of a list."""
    given = {name: commit.fact(name) for name in ("description", "scope")}
    key, about = "history.scoped" if given["scope"] else "history.plain", f"{where}.{commit.key}"
    numbers = {name: commit.fact(name) for name in ("ticket", "pull")}
    more = (say(f"history.{name}", about, **{name: fact}) for name, fact in numbers.items() if fact)
    return (say(key, about, commit=commit.key, **given), *more)


def told_or_asked(facts: Facts, where: str) -> tuple[Line, ...]:
    """Return every commit as a line, or the words for not knowing which commits the release has."""
    if "history.order" not in facts:
        return ((gap("history"),),)
    return tuple(told(commit, where) for commit in commits(facts))


def _tickets(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()

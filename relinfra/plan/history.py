"""The commits of a release, as Conventional Commits sort them."""

from __future__ import annotations

from collections.abc import Iterable

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.history import CommitFacts, History
from relinfra.evidence.records.release_file import BreakingChange, Feature, Fix, Improvement
from relinfra.plan.missing import missing
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["breaking", "commit_line", "commit_lines", "commits", "undescribed"]


def commits(facts: Facts, *types: str) -> tuple[CommitFacts, ...]:
    """Return the commits of these types, the oldest first; all of them where none is named."""
    ids = value_of(facts.history.order) or ()
    found = (History.commits.get(facts.history, id_) for id_ in ids)
    return tuple(commit for commit in found if not types or value_of(commit.type) in types)


def breaking(facts: Facts) -> tuple[CommitFacts, ...]:
    """Return the commits that break what others rely on, without those that the release file tells of."""
    return undescribed(facts, (commit for commit in commits(facts) if value_of(commit.breaking)))


def undescribed(facts: Facts, found: Iterable[CommitFacts]) -> tuple[CommitFacts, ...]:
    """Return the commits with no ticket of the release file, which tells of those that have one in its own words."""
    release = facts.release
    described: tuple[Feature | Fix | Improvement | BreakingChange, ...] = (
        *release.features,
        *release.fixes,
        *release.improvements,
        *release.breaking_changes,
    )
    tickets = {value_of(one.ticket) for one in described}
    return tuple(commit for commit in found if tickets.isdisjoint(value_of(commit.ticket) or ()))


def commit_line(commit: CommitFacts, where: str) -> Line:
    """Return one commit as a line of a list."""
    key, about = "history.scoped" if commit.scope else "history.plain", f"{where}.{commit.key}"
    numbers: dict[str, Fact | None] = {"ticket": commit.ticket, "pull": commit.pull}
    more = (say(f"history.{name}", about, **{name: fact}) for name, fact in numbers.items() if fact)
    return (say(key, about, commit=commit.key, description=commit.description, scope=commit.scope), *more)


def commit_lines(facts: Facts, where: str) -> tuple[Line, ...]:
    """Return every commit as a line, or the words for not knowing which commits the release has."""
    if facts.history.order is None:
        return ((missing("history"),),)
    return tuple(commit_line(commit, where) for commit in commits(facts))

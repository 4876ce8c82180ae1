"""The commits of a release, as Conventional Commits sort them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.history import Break, CommitFacts, History, OtherCommit, ToldCommit
from relinfra.evidence.records.release_file import BreakingChange, Feature, Fix, Improvement
from relinfra.plan.missing import missing
from relinfra.plan.model import Line, Statement
from relinfra.plan.once import once
from relinfra.plan.say import say

__all__ = [
    "Breaking",
    "alike",
    "breaking",
    "commit_lines",
    "commits",
    "every_commit",
    "other_lines",
    "repeated",
    "taken_back_lines",
    "undescribed",
]


@dataclass(frozen=True)
class Breaking:
    """A commit that breaks what others rely on; `title` is its description, or its first line where it has none.

    `others` are commits that say the same.
    """

    commit: ToldCommit
    title: Fact[str] | None
    others: tuple[ToldCommit, ...]

    @property
    def hows(self) -> tuple[Fact[str], ...]:
        """The ways in which it breaks, each once."""
        every = (fact for one in (self.commit, *self.others) for fact in Break.how.each(one.breaking))
        return once(every, lambda fact: fact.value)

    def line(self, where: str) -> Line:
        """Return it as a line of a list."""
        if isinstance(self.commit, CommitFacts):
            also = tuple(one for one in self.others if isinstance(one, CommitFacts))
            return _commit_line((self.commit, *also), where)
        return _other_line((self.commit, *self.others), self.title, where)

    def lines(self, key: str, where: str = "") -> tuple[Line, ...]:
        """Return the ways in which it breaks, each as the sentence `key`, which is given `how`."""
        return tuple((say(key, f"{where}{_place(fact)}", how=fact),) for fact in self.hows)


def commits(facts: Facts, *types: str) -> tuple[CommitFacts, ...]:
    """Return the commits of these types, the oldest first; all of them where none is named."""
    ids = value_of(facts.history.order) or ()
    found = (History.commits.get(facts.history, id_) for id_ in ids)
    return tuple(commit for commit in found if not types or value_of(commit.type) in types)


def repeated(found: Iterable[CommitFacts]) -> tuple[tuple[CommitFacts, ...], ...]:
    """Return commits in groups of those that say the same, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[CommitFacts]] = {}
    for commit in found:
        said = (value_of(commit.type), value_of(commit.scope), alike(commit.description))
        groups.setdefault(said, []).append(commit)
    return tuple(map(tuple, groups.values()))


def breaking(facts: Facts) -> tuple[Breaking, ...]:
    """Return the commits that break what others rely on, without those that the release file tells of.

    An entry with the ticket of such a commit tells of it only where it is a breaking change itself.
    """
    told = {value_of(one.ticket) for one in facts.release.breaking_changes}
    own = [one for one in commits(facts) if one.breaking and told.isdisjoint(value_of(one.ticket) or ())]
    other = [tuple(one for one in group if one.breaking) for group in _others(facts)]
    return (
        *(Breaking(group[0], group[0].description, group[1:]) for group in repeated(own)),
        *(Breaking(group[0], group[0].subject, group[1:]) for group in other if group),
    )


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


def commit_lines(found: Iterable[CommitFacts], where: str) -> tuple[Line, ...]:
    """Return commits as lines; those that say the same are one."""
    return tuple(_commit_line(group, where) for group in repeated(found))


def every_commit(facts: Facts, where: str) -> tuple[Line, ...]:
    """Return every commit as a line, or the words for not knowing which commits the release has."""
    if facts.history.order is None:
        return ((missing("history"),),)
    return commit_lines(commits(facts), where)


def taken_back_lines(facts: Facts, where: str) -> tuple[Line, ...]:
    """Return what was taken back before anybody had it, or the words for not knowing."""
    history = facts.history
    if history.order is None:
        return ((missing("history"),),)
    found = (History.taken_back.get(history, id_) for id_ in value_of(history.taken_back_order) or ())
    return tuple(
        (say("history.taken_back", f"{where}.{one.key}", commit=one.key, subject=one.subject, by=one.by),)
        for one in found
    )


def other_lines(facts: Facts, where: str) -> tuple[Line, ...]:
    """Return the commits that follow no convention, how many there are first, or the words for not knowing."""
    history = facts.history
    if history.order is None:
        return ((missing("history"),),)
    count = history.unconventional
    counted = ((say("history.others", where, unconventional=count),),) if count and count.value else ()
    filtered = history.filtered
    lost = ((say("history.filtered", where, sources=filtered),),) if filtered else ()
    return (*counted, *(_other_line(group, group[0].subject, where) for group in _others(facts)), *lost)


def alike(said: Fact[str] | None) -> str:
    """Return what is the same of texts that say the same, however they begin and end."""
    return " ".join(str(value_of(said)).casefold().split()).rstrip(" .!")


def _others(facts: Facts) -> tuple[tuple[OtherCommit, ...], ...]:
    """Return the commits that follow no convention in groups of those with the same first line."""
    groups: dict[str, list[OtherCommit]] = {}
    for id_ in value_of(facts.history.others_order) or ():
        one = History.others.get(facts.history, id_)
        groups.setdefault(alike(one.subject), []).append(one)
    return tuple(map(tuple, groups.values()))


def _commit_line(group: tuple[CommitFacts, ...], where: str) -> Line:
    first, *again = group
    scoped = "scoped_" if first.scope else ""
    key = f"history.{scoped}{'reverts' if value_of(first.type) == 'revert' else 'plain'}"
    said = say(key, f"{where}.{first.key}", commit=first.key, description=first.description, scope=first.scope)
    more = (say("history.again", f"{where}.{one.key}", commit=one.key, same=one.description) for one in again)
    return (said, *_numbers(group, where), *more)


def _numbers(group: tuple[CommitFacts, ...], where: str) -> Iterator[Statement]:
    """Yield the tickets and pull requests of commits, each once."""
    for name, field in (("ticket", CommitFacts.ticket), ("pull", CommitFacts.pull)):
        said = [(one, fact) for one in group if (fact := field.of(one))]
        for one, fact in once(said, lambda pair: value_of(pair[1])):
            yield say(f"history.{name}", f"{where}.{one.key}", **{name: fact})


def _other_line(group: tuple[ToldCommit, ...], subject: Fact[str] | None, where: str) -> Line:
    first, *again = group
    same = (one for one in again if isinstance(one, OtherCommit))
    more = (say("history.again", f"{where}.{one.key}", commit=one.key, same=one.subject) for one in same)
    return (say("history.plain", f"{where}.{first.key}", commit=first.key, description=subject), *more)


def _place(fact: Fact) -> str:
    """Return the commit and the number of a way to break, from the id of the fact."""
    return fact.id.removeprefix("history.").removesuffix(".how")

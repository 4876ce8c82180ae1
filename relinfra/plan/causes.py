"""Differences sorted by what made them, so that one change of the matrix is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relinfra.evidence import FileEvidence, TerraformEvidence

if TYPE_CHECKING:
    from relinfra.plan.difference import Difference

__all__ = ["Cause", "causes"]

_WRITE = "write the documents again (`relinfra plan` or `relinfra build`) if today is right, or undo what changed"
_APPLY = "apply the stacks again, or put into the matrix what was changed past them, and synthesize"
_FOLLOWS = "what follows from changed facts"


@dataclass(frozen=True)
class Cause:
    """Causes of differences: what happened, what to do, and every difference that follows from it."""

    title: str
    advice: str
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        """Return it as a person reads it: what happened first, what to do last."""
        lines = [self.title, *(_indented(str(one)) for one in self._first), *self._lines, f"  -> {self.advice}"]
        return "\n".join(lines)

    @property
    def _first(self) -> Iterator[Difference]:
        """Yield what is told in full: everything but the lines that repeat a fact."""
        return (one for one in self.differences if not _repeats(one))

    @property
    def _lines(self) -> Iterator[str]:
        """Yield where the changed facts are told, a line for each file."""
        for file, numbers in _numbers(one for one in self.differences if _repeats(one)).items():
            yield f"  told in {file}:{', '.join(map(str, numbers))}"


def causes(differences: Iterable[Difference], *, built: bool = False) -> tuple[Cause, ...]:
    """Return what made the differences: whole files first, then facts by where they come from, then texts.

    `built` is whether today's facts are those of states, so that what differs was changed outside of the stacks.
    """
    found = tuple(differences)
    origins = _together([one for one in found if one.fact and not one.line])
    groups: dict[tuple[int, str], list[Difference]] = {}
    for one in found:
        groups.setdefault(_group(one, origins), []).append(one)
    found_causes = (_cause(*group, tuple(groups[group])) for group in sorted(groups))
    return tuple(replace(one, advice=_APPLY) if built and one.advice == _WRITE else one for one in found_causes)


def _together(found: Sequence[Difference]) -> Mapping[str, str]:
    """Return where each changed fact comes from; what is calculated beside a line of the matrix comes from that line.

    So does the digest of the matrix. Where several lines changed one resource, what is calculated of it is its own.
    """
    origins = {one.fact: _origin(one) for one in found}
    lines: dict[str, set[str]] = {}
    for one in (one for one in found if one.source):
        for place in (_origin(replace(one, source="")), one.source.rpartition(":")[0]):
            lines.setdefault(place, set()).add(one.source)
    only = {place: next(iter(sources)) for place, sources in lines.items() if len(sources) == 1}
    return {fact: only.get(origin, origin) for fact, origin in origins.items()}


def _group(one: Difference, origins: Mapping[str, str]) -> tuple[int, str]:
    if one.kind in _OF_FILES:
        return _OF_FILES[one.kind][0], one.kind
    if one.fact:
        first = one.fact.partition(", ")[0]
        return len(_OF_FILES), origins.get(first, first)
    if one.kind == "reworded":
        return len(_OF_FILES) + 1, one.kind
    if one.kind == "edited" or not origins:
        return len(_OF_FILES) + 1, f"edited {one.file}"
    only = set(origins.values())
    return (len(_OF_FILES), only.pop()) if len(only) == 1 else (len(_OF_FILES) + 2, _FOLLOWS)


_OF_FILES = {
    "gone": (
        0,
        "{count} that relinfra made {is_} gone",
        "write {them} again, or restore {them}; a set that is removed whole is given up by the next run",
    ),
    "unproven": (1, "{count} cannot be proven", "write {them} again with the manifest beside {them}"),
    "unlisted": (
        2,
        "{count} bear{s} the mark of relinfra and {is_} not in documents.json: left by a former build, or renamed",
        "write {them} again with `relinfra plan`, or remove {them}",
    ),
    "outdated": (
        3,
        "{count} {is_} about other stacks",
        "run `relinfra check --out FOLDER`, or `relinfra build`, which does all",
    ),
    "ids": (
        4,
        "the documents need ids that releases/document-ids.json does not have",
        "run `relinfra build`, and commit releases/document-ids.json",
    ),
    "uncompared": (
        5,
        "{count} compare{s} with stacks synthesized before, which are not where they were",
        "name their folder with --against FOLDER, or write {them} again",
    ),
}


def _cause(order: int, key: str, found: tuple[Difference, ...]) -> Cause:
    if key in _OF_FILES and order < len(_OF_FILES):
        _, title, advice = _OF_FILES[key]
        words = _words(len({one.file for one in found}))
        return Cause(title.format(**words), advice.format(**words), found)
    if order == len(_OF_FILES):
        facts = len({one.fact for one in found if not one.line})
        return Cause(f"{key}: {_plural(facts, 'fact')} not as the documents say", _WRITE, found)
    if key == "reworded":
        title = "the facts hold, and relinfra says them otherwise today"
        return Cause(title, "write the documents again (`relinfra plan` or `relinfra build`)", found)
    if key == _FOLLOWS:
        return Cause(key, _WRITE, found)
    advice = "undo the edit; what is wrong in a document is changed where it comes from, or written beside it"
    return Cause(f"{found[0].file}: edited by hand, while the facts hold", advice, found)


def _origin(one: Difference) -> str:
    """Return where a changed fact comes from: the line of the matrix, the resource, the file or the commit."""
    if one.source:
        return one.source
    if not one.evidence:
        return one.fact
    # What is calculated of a release file and stacks, such as a time of the day, changes with the stacks.
    first = next((proof for proof in one.evidence if isinstance(proof, TerraformEvidence)), one.evidence[0])
    if isinstance(first, TerraformEvidence):
        return f"{first.stack} {first.address}"
    return first.file if isinstance(first, FileEvidence) else first.place


def _repeats(one: Difference) -> bool:
    return bool(one.line and (one.fact or one.kind == "changed"))


def _numbers(found: Iterable[Difference]) -> Mapping[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for one in found:
        numbers.setdefault(one.file, []).append(one.line or 0)
    return numbers


def _words(count: int) -> Mapping[str, str]:
    one = count == 1
    return {
        "count": _plural(count, "file"),
        "is_": "is" if one else "are",
        "s": "s" if one else "",
        "them": "it" if one else "them",
    }


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))

"""One set of documents as it was written, beside what it should say today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from relinfra.plan.compare import Change, apart, changes
from relinfra.plan.difference import Difference, Kind, shown
from relinfra.plan.markdown import EVIDENCE
from relinfra.plan.markup import cell
from relinfra.plan.moves import MovedLines
from relinfra.plan.recorded import Key, Recorded, RecordedFact, read_text
from relinfra.plan.render import File, rendered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relinfra.output import DocumentList
    from relinfra.plan.model import Plan

__all__ = ["Comparison"]


@dataclass(frozen=True)
class Comparison:
    """The set whose manifest lies at `manifest` below `folder`, and the plan of today.

    Where the manifest is what it would be today, every file must be too, to the byte. Otherwise facts and statements
    are compared for what they mean, and a file that is as it was made (`listed`) is only looked at for the lines that
    tell of what changed.
    """

    folder: Path
    manifest: Path
    recorded: Recorded
    plan: Plan
    listed: DocumentList

    @property
    def differences(self) -> Iterator[Difference]:
        """Every difference: facts first, then statements, then the lines of each file."""
        there = {path: file for path, file in self._files.items() if (self.folder / path).is_file()}
        if self.recorded.text == self._today.text:
            for path, file in there.items():
                yield from self._lines(path, file, _compared(self._text(path), file.text))
            return
        found = (*self._facts(), *self._statements())
        yield from found
        for path, file in there.items():
            yield from self._moved(path, file, alone=not found)
        if not found and not self._as_made(self._manifest):
            yield Difference("edited", self._manifest, None, "", "", "the same facts, written otherwise", "")

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every file that belongs to the set today."""
        return frozenset((*map(str, self._files), self._manifest))

    def _facts(self) -> Iterator[Difference]:
        """Compare every fact with what the manifest says of it."""
        today, before = self._today.facts, self.recorded.facts
        for id_ in sorted(self._changed):
            kind: Kind = "extra" if id_ not in today else "missing" if id_ not in before else "changed"
            fact = self.plan.facts.get(id_)
            was, now = shown(before.get(id_), today.get(id_))
            source = fact.source.place if fact and fact.source else ""
            user = self._today.users.get(id_) or self.recorded.users.get(id_, "")
            yield Difference(kind, self._manifest, None, user, id_, was, now, fact.evidence if fact else (), source)

    def _statements(self) -> Iterator[Difference]:
        """Compare every sentence of the manifest whose facts all hold; the others follow from their facts."""
        today, before = self._today.statements, self.recorded.statements
        for key in sorted(today.keys() | before.keys()):
            said, was = today.get(key, ""), before.get(key, "")
            if said != was and not self._rests_on_changed(key):
                kind = self._kind(self._manifest, was, said)
                yield Difference(kind, self._manifest, None, key[1], "", *apart(was, said))

    def _moved(self, path: PurePosixPath, file: File, *, alone: bool) -> Iterator[Difference]:
        """Compare a file, where footnotes and lines may have moved, for what it means.

        One that is as it was made has no edits, so that what differs in it follows from what its set is told of.
        """
        as_made = self._as_made(str(path))
        if file.document is None and not alone and as_made:
            return
        if file.follows:
            if not as_made:
                yield Difference("edited", str(path), None, "", "", "", "")
            return
        found = tuple(self._lines(path, file, self._still(path, file, proofs=not as_made)))
        follows = as_made and not alone
        yield from (replace(one, kind="changed") if follows else one for one in found)
        if alone and not found and not as_made:
            yield from self._lines(path, file, _compared(self._text(path), file.text))

    def _still(self, path: PurePosixPath, file: File, *, proofs: bool) -> Iterator[Change]:
        """Compare a file without what moves; the lines of proof too where they are asked for."""
        found, wanted = (MovedLines.of(text, self._places) for text in (self._text(path), file.text))
        ends = (None, None) if proofs else (found.footnotes, wanted.footnotes)
        for one in changes(found.still[: ends[0]], wanted.still[: ends[1]]):
            was = found.lines[one.number - 1] if one.found else ""
            should = wanted.lines[one.index] if one.index is not None else ""
            yield Change(one.number, one.index, was, should)

    def _lines(self, path: PurePosixPath, file: File, found: Iterable[Change]) -> Iterator[Difference]:
        """Tell of lines that differ; proofs of changed facts are told of with their facts."""
        for change in found:
            ids = self._ids(change, file)
            proofs = [id_.removeprefix(EVIDENCE) for id_ in ids if id_.startswith(EVIDENCE)]
            if self._changed.isdisjoint(proofs):
                yield self._line(path, file, change, ids)

    def _line(self, path: PurePosixPath, file: File, change: Change, ids: tuple[str, ...]) -> Difference:
        facts = {id_: None for statement in ids for id_ in self._facts_of(statement, file) if id_ in self._changed}
        kind: Kind = "changed" if facts else self._kind(str(path), change.found, change.wanted)
        proofs = tuple(evidence for id_ in facts if (fact := self.plan.facts.get(id_)) for evidence in fact.evidence)
        texts = apart(change.found, change.wanted)
        return Difference(kind, str(path), change.number, ", ".join(ids), ", ".join(facts), *texts, proofs)

    def _ids(self, change: Change, file: File) -> tuple[str, ...]:
        """Return the statements that the line found does not make, or all of a line where that says nothing."""
        known = change.index is not None and change.index < len(file.statements)
        ids = file.statements[change.index] if known and change.index is not None else ()
        said = {id_: text for id_ in ids if (text := self._today.statements.get(_key(file, id_)))}
        unsaid = [id_ for id_, text in said.items() if text not in change.found and cell(text) not in change.found]
        return tuple(unsaid) or ids

    def _facts_of(self, id_: str, file: File) -> tuple[str, ...]:
        proven = id_.removeprefix(EVIDENCE)
        return self._today.rests_on.get(_key(file, id_)) or ((proven,) if proven in self._today.facts else ())

    def _rests_on_changed(self, key: Key) -> bool:
        rests = (*self.recorded.rests_on.get(key, ()), *self._today.rests_on.get(key, ()))
        return not self._changed.isdisjoint(rests)

    def _kind(self, path: str, document: str, today: str) -> Kind:
        if document and today:
            return "reworded" if self._as_made(path) else "edited"
        return "missing" if today else "extra"

    def _as_made(self, path: str) -> bool:
        return path in self._made

    def _text(self, path: PurePosixPath) -> str:
        return read_text(self.folder / path)

    @property
    def _manifest(self) -> str:
        return self.manifest.relative_to(self.folder).as_posix()

    @cached_property
    def _made(self) -> frozenset[str]:
        """The files of the set that are byte for byte as they were made."""
        return frozenset(path for path in self.paths if self.listed.is_as_made(self.folder, path))

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The facts that mean something else today."""
        if self.recorded.text == self._today.text:
            return frozenset()
        today, before = self._today.meanings, self.recorded.meanings
        return frozenset(id_ for id_ in today.keys() | before.keys() if today.get(id_) != before.get(id_))

    @cached_property
    def _places(self) -> frozenset[str]:
        """The files that evidence is in."""
        facts: tuple[RecordedFact, ...] = (*self._today.facts.values(), *self.recorded.facts.values())
        proofs = (one for fact in facts for one in (*fact["evidence"], fact.get("asked")) if one)
        return frozenset(str(one["file"]) for one in proofs if one.get("file"))

    @cached_property
    def _files(self) -> dict[PurePosixPath, File]:
        return dict(rendered(self.plan, self.recorded.language, self.recorded.formats))

    @cached_property
    def _today(self) -> Recorded:
        return Recorded.of(self.plan, self.recorded.language, self.recorded.formats)


def _compared(found: str, wanted: str) -> Iterator[Change]:
    return changes(found.split("\n"), wanted.split("\n"))


def _key(file: File, id_: str) -> Key:
    return (file.document.name if file.document else "", id_)

"""One set of documents as it was written, beside what it should say today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath

from relinfra.evidence import Fact
from relinfra.plan.catalogue import load
from relinfra.plan.compare import Change, apart, changes
from relinfra.plan.difference import Difference, Kind, shown
from relinfra.plan.manifest import recorded_fact, written
from relinfra.plan.markdown import EVIDENCE
from relinfra.plan.markup import cell
from relinfra.plan.model import Plan, Statement
from relinfra.plan.recorded import Recorded, read_text
from relinfra.plan.render import File, rendered

__all__ = ["Comparison"]

Key = tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """The set whose manifest lies at `manifest` below `folder`, and the plan of today."""

    folder: Path
    manifest: Path
    recorded: Recorded
    plan: Plan

    @property
    def differences(self) -> Iterator[Difference]:
        """Every difference: facts first, then statements, then the lines of each file.

        Files that follow from the others are told of where nothing else explains how they differ.
        """
        told = [named for named in self._files.items() if not named[1].follows]
        found = (*self._facts(), *self._statements(), *chain(*map(self._lines, told)))
        yield from found
        if found:
            return
        for named in self._files.items():
            if named[1].follows:
                yield from self._lines(named)
        if self.recorded.text != written(self.plan, self.recorded.language, self.recorded.formats):
            yield Difference("edited", self._manifest, None, "", "", "the same facts, written otherwise", "", ())

    def _facts(self) -> Iterator[Difference]:
        """Compare every fact with what the manifest says of it."""
        today, before = self.plan.facts, self.recorded.facts
        for id_ in sorted(today.keys() | before.keys()):
            if self._changed(id_):
                kind: Kind = "extra" if id_ not in today else "missing" if id_ not in before else "changed"
                fact = today.get(id_)
                was, now = shown(before.get(id_), recorded_fact(fact) if fact else None)
                proofs = fact.evidence if fact else ()
                yield Difference(kind, self._manifest, None, self._user(id_), id_, was, now, proofs)

    def _statements(self) -> Iterator[Difference]:
        """Compare every sentence of the manifest whose facts all hold; the others follow from their facts."""
        for key in sorted(self._today.keys() | self.recorded.statements.keys()):
            said = self._said(self._today[key]) if key in self._today else ""
            before = self.recorded.statements.get(key, "")
            if said != before and not self._rests_on_changed(key):
                yield Difference(_kind(before, said), self._manifest, None, key[1], "", *apart(before, said))

    def _lines(self, named: tuple[PurePosixPath, File]) -> Iterator[Difference]:
        """Compare a file with what it should be; proofs of changed facts are told of with their facts."""
        path, file = named
        found = read_text(self.folder / path).split("\n")
        for change in changes(found, file.text.split("\n")):
            ids = self._ids(change, file)
            proofs = [id_.removeprefix(EVIDENCE) for id_ in ids if id_.startswith(EVIDENCE)]
            if not any(self._changed(id_) for id_ in proofs):
                yield self._line(path, file, change, ids)

    def _line(self, path: PurePosixPath, file: File, change: Change, ids: tuple[str, ...]) -> Difference:
        facts = {fact.id: fact for id_ in ids for fact in self._facts_of(id_, file) if self._changed(fact.id)}
        kind: Kind = "changed" if facts else _kind(change.found, change.wanted)
        proofs = tuple(evidence for fact in facts.values() for evidence in fact.evidence)
        texts = apart(change.found, change.wanted)
        return Difference(kind, str(path), change.number, ", ".join(ids), ", ".join(facts), *texts, proofs)

    def _ids(self, change: Change, file: File) -> tuple[str, ...]:
        """Return the statements that the line found does not make, or all of a line where that says nothing."""
        known = change.index is not None and change.index < len(file.statements)
        ids = file.statements[change.index] if known and change.index is not None else ()
        today = {id_: self._today.get(_key(file, id_)) for id_ in ids}
        said = {id_: self._said(one) for id_, one in today.items() if one}
        unsaid = [id_ for id_, text in said.items() if text not in change.found and cell(text) not in change.found]
        return tuple(unsaid) or ids

    def _facts_of(self, id_: str, file: File) -> tuple[Fact, ...]:
        statement = self._today.get(_key(file, id_))
        if statement:
            return statement.facts
        fact = self.plan.facts.get(id_.removeprefix(EVIDENCE))
        return (fact,) if fact else ()

    def _changed(self, id_: str) -> bool:
        fact = self.plan.facts.get(id_)
        return (recorded_fact(fact) if fact else None) != self.recorded.facts.get(id_)

    def _rests_on_changed(self, key: Key) -> bool:
        before = self.recorded.rests_on.get(key, ())
        today = self._today[key].facts if key in self._today else ()
        return any(self._changed(id_) for id_ in (*before, *(fact.id for fact in today)))

    def _user(self, fact: str) -> str:
        """Return the first statement that rests on a fact, today or when the documents were written."""
        today = (id_ for (_, id_), one in self._today.items() if any(given.id == fact for given in one.facts))
        before = (id_ for (_, id_), facts in self.recorded.rests_on.items() if fact in facts)
        return next(chain(today, before), "")

    def _said(self, statement: Statement) -> str:
        return load(self.recorded.language).text(statement)

    @property
    def _manifest(self) -> str:
        return str(self.manifest.relative_to(self.folder))

    @cached_property
    def _files(self) -> dict[PurePosixPath, File]:
        return dict(rendered(self.plan, self.recorded.language, self.recorded.formats))

    @cached_property
    def _today(self) -> dict[Key, Statement]:
        documents = self.plan.documents
        return {(document.name, one.id): one for document in documents for one in document.statements if one.id}


def _key(file: File, id_: str) -> Key:
    return (file.document.name if file.document else "", id_)


def _kind(document: str, terraform: str) -> Kind:
    if document and terraform:
        return "edited"
    return "missing" if terraform else "extra"

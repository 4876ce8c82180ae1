"""Whether written documents still describe the synthesized stacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from relinfra.plan.build import build_plan
from relinfra.plan.catalogue import load
from relinfra.plan.compare import Change, apart, changes
from relinfra.plan.difference import Difference, Kind, Verification, shown
from relinfra.plan.manifest import recorded_fact, written
from relinfra.plan.markdown import EVIDENCE, Document, render
from relinfra.plan.markup import cell
from relinfra.plan.recorded import Recorded, read_recorded, read_text
from relinfra.plan.write import MANIFEST, MARKDOWN

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.evidence import Fact
    from relinfra.plan.model import Plan, Statement

__all__ = ["verify_plan"]


def verify_plan(documents: Path, cdktf_out: Path, *, repository: Path) -> Verification:
    """Recompute the plan in the folder `documents` from `cdktf_out` and compare every fact, statement and line.

    Raises `OutputError` where a document or the synthesized folder cannot be read.
    """
    recorded, text = read_recorded(documents / MANIFEST), read_text(documents / MARKDOWN)
    plan = build_plan(cdktf_out, repository=repository, version=recorded.version)
    check = _Check(plan, recorded, render(plan, recorded.language))
    found = (*check.facts(), *check.statements(), *check.lines(text.split("\n")))
    if not found and recorded.text != written(plan, recorded.language):
        found = (Difference("edited", MANIFEST, None, "", "", "the same facts, written otherwise", "", ()),)
    return Verification(found)


@dataclass(frozen=True)
class _Check:
    plan: Plan
    recorded: Recorded
    document: Document

    def facts(self) -> Iterator[Difference]:
        """Compare every fact with what the manifest says of it."""
        today, before = self.plan.facts, self.recorded.facts
        for id_ in sorted(today.keys() | before.keys()):
            if self._changed(id_):
                kind: Kind = "extra" if id_ not in today else "missing" if id_ not in before else "changed"
                fact = today.get(id_)
                was, now = shown(before.get(id_), recorded_fact(fact) if fact else None)
                proofs = fact.evidence if fact else ()
                yield Difference(kind, MANIFEST, None, self._user(id_), id_, was, now, proofs)

    def statements(self) -> Iterator[Difference]:
        """Compare every sentence of the manifest whose facts all hold; the others follow from their facts."""
        for id_ in sorted(self._today.keys() | self.recorded.statements.keys()):
            said = self._said(self._today[id_]) if id_ in self._today else ""
            before = self.recorded.statements.get(id_, "")
            if said != before and not self._rests_on_changed(id_):
                yield Difference(_kind(before, said), MANIFEST, None, id_, "", *apart(before, said))

    def lines(self, found: list[str]) -> Iterator[Difference]:
        """Compare the Markdown with what it should be; proofs of changed facts are told of with their facts."""
        for change in changes(found, self.document.text.split("\n")):
            ids = self._ids(change)
            proofs = [id_.removeprefix(EVIDENCE) for id_ in ids if id_.startswith(EVIDENCE)]
            if not any(self._changed(id_) for id_ in proofs):
                yield self._line(change, ids)

    def _line(self, change: Change, ids: tuple[str, ...]) -> Difference:
        facts = {fact.id: fact for id_ in ids for fact in self._facts_of(id_) if self._changed(fact.id)}
        kind: Kind = "changed" if facts else _kind(change.found, change.wanted)
        proofs = tuple(evidence for fact in facts.values() for evidence in fact.evidence)
        texts = apart(change.found, change.wanted)
        return Difference(kind, MARKDOWN, change.number, ", ".join(ids), ", ".join(facts), *texts, proofs)

    def _ids(self, change: Change) -> tuple[str, ...]:
        """Return the statements that the line found does not make, or all of a line where that says nothing."""
        ids = self.document.statements[change.index] if change.index is not None else ()
        said = {id_: self._said(self._today[id_]) for id_ in ids if id_ in self._today}
        unsaid = [id_ for id_, text in said.items() if text not in change.found and cell(text) not in change.found]
        return tuple(unsaid) or ids

    def _facts_of(self, id_: str) -> tuple[Fact, ...]:
        if id_ in self._today:
            return self._today[id_].facts
        fact = self.plan.facts.get(id_.removeprefix(EVIDENCE))
        return (fact,) if fact else ()

    def _changed(self, id_: str) -> bool:
        fact = self.plan.facts.get(id_)
        return (recorded_fact(fact) if fact else None) != self.recorded.facts.get(id_)

    def _rests_on_changed(self, statement: str) -> bool:
        before = self.recorded.rests_on.get(statement, ())
        return any(self._changed(id_) for id_ in (*before, *(fact.id for fact in self._facts_of(statement))))

    def _user(self, fact: str) -> str:
        """Return the first statement that rests on a fact, today or when the document was written."""
        today = (id_ for id_, one in self._today.items() if any(given.id == fact for given in one.facts))
        before = (id_ for id_, facts in self.recorded.rests_on.items() if fact in facts)
        return next(chain(today, before), "")

    def _said(self, statement: Statement) -> str:
        return load(self.recorded.language).text(statement)

    @cached_property
    def _today(self) -> dict[str, Statement]:
        return {one.id: one for one in self.plan.statements if one.id}


def _kind(document: str, terraform: str) -> Kind:
    if document and terraform:
        return "edited"
    return "missing" if terraform else "extra"

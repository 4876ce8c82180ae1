"""One place where written documents and today disagree."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from relinfra.evidence import Evidence, TerraformEvidence
from relinfra.plan.compare import apart

if TYPE_CHECKING:
    from relinfra.plan.recorded import RecordedFact

__all__ = ["Difference", "Kind", "shown"]

Kind = Literal[
    "changed", "missing", "extra", "edited", "reworded", "gone", "unlisted", "outdated", "unproven", "ids", "uncompared"
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the documents disagree with the stacks, the repository or the release file of today.

    Of what is told: `changed`, a fact has another value or other evidence today; `missing`, the documents lack it;
    `extra`, only the documents have it; `edited`, the facts hold, but somebody changed the text; `reworded`, the facts
    hold, and relinfra says it otherwise today. Of whole files: `gone`, it was made and is not there; `unlisted`, it
    looks like one of ours, and nobody made it; `outdated`, it is about other stacks; `unproven`, what it rests on is
    not known; `ids`, an id is needed that was never given; `uncompared`, the stacks that it compares with are gone, or
    others by now.

    `statement` is the id of the sentence, row or step concerned (empty where none is), `line` its line in `file`, from
    1, where it is known. `source` is the line of the matrix that asked for the fact.
    """

    kind: Kind
    file: str
    line: int | None
    statement: str
    fact: str
    document: str
    today: str
    evidence: tuple[Evidence, ...] = ()
    source: str = ""

    def __str__(self) -> str:
        """Return it as a person reads it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = " · ".join(word for word in (self.statement, self.fact) if word)
        proofs = "".join(f"\n  {_proof(evidence)}" for evidence in self.evidence)
        told = f"\n  document:  {self.document or '(nothing)'}\n  today:     {self.today or '(nothing)'}"
        return f"{place}: {self.kind}{f': {subject}' if subject else ''}{'' if self.of_file else told}{proofs}"

    @property
    def of_file(self) -> bool:
        """Whether it is about a file as a whole, so that there are no two texts to compare."""
        return not (self.document or self.today)


def shown(document: RecordedFact | None, today: RecordedFact | None) -> tuple[str, str]:
    """Return two recorded facts as a person compares them: their values, or their evidence where those agree."""
    values = _value(document), _value(today)
    if document is None or today is None or values[0] != values[1]:
        return values
    return apart(*(json.dumps(fact, ensure_ascii=False) for fact in (document, today)))


def _value(fact: RecordedFact | None) -> str:
    if fact is None:
        return ""
    value = fact.get("value")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text} {fact.get('unit') or ''}".strip()


def _proof(evidence: Evidence) -> str:
    if isinstance(evidence, TerraformEvidence):
        return f"evidence: {evidence.stack} {evidence.address} {evidence.attribute} = {evidence.value!r}"
    return f"evidence: {evidence.place}"

"""Differences that a verification finds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from relinfra.evidence import Evidence, TerraformEvidence
from relinfra.output import ForeignFile
from relinfra.plan.compare import apart

__all__ = ["Difference", "Kind", "Verification", "shown"]

Kind = Literal["changed", "missing", "extra", "edited"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the documents disagree with the stacks, the repository or the release file of today.

    `changed`: a fact has another value or other evidence today. `missing`: the documents lack it. `extra`: only the
    documents have it. `edited`: the facts hold, but somebody changed the text. `statement` is the id of the sentence,
    row or step concerned (empty where none is), `line` its line in `file`, from 1, where it is known.
    """

    kind: Kind
    file: str
    line: int | None
    statement: str
    fact: str
    document: str
    today: str
    evidence: tuple[Evidence, ...] = ()

    def __str__(self) -> str:
        """Return it as a person reads it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = " · ".join(word for word in (self.statement, self.fact) if word)
        proofs = "".join(f"\n  {_proof(evidence)}" for evidence in self.evidence)
        return (
            f"{place}: {self.kind}: {subject}\n"
            f"  document:  {self.document or '(nothing)'}\n"
            f"  today:     {self.today or '(nothing)'}{proofs}"
        )


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the documents say what the stacks say, and where they do not."""

    differences: tuple[Difference, ...]
    foreign: tuple[ForeignFile, ...] = ()
    """Files of the stacks that are not as synth wrote them: the documents say nothing of what is in them."""

    @property
    def ok(self) -> bool:
        """Whether nothing differs, and the stacks are what synth wrote."""
        return not self.differences and not self.foreign

    @property
    def findings(self) -> tuple[str, ...]:
        """Everything that is wrong, as a person reads it; what explains the rest is first."""
        return tuple(map(str, (*self.foreign, *self.differences)))


def shown(document: Mapping[str, object] | None, today: Mapping[str, object] | None) -> tuple[str, str]:
    """Return two recorded facts as a person compares them: their values, or their evidence where those agree."""
    values = _value(document), _value(today)
    if document is None or today is None or values[0] != values[1]:
        return values
    return apart(*(json.dumps(fact, ensure_ascii=False) for fact in (document, today)))


def _value(fact: Mapping[str, object] | None) -> str:
    if fact is None:
        return ""
    value = fact.get("value")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text} {fact.get('unit') or ''}".strip()


def _proof(evidence: Evidence) -> str:
    if isinstance(evidence, TerraformEvidence):
        return f"evidence: {evidence.stack} {evidence.address} {evidence.attribute} = {evidence.value!r}"
    return f"evidence: {evidence.place}"

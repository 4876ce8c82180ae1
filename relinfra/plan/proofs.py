"""Proofs of a group of facts, one line for each place in the stacks, in a file or in the history."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from relinfra.evidence import Evidence, Fact, FormerEvidence, TerraformEvidence
from relinfra.plan.catalogue import Catalogue
from relinfra.plan.markup import code, escape

__all__ = ["Proof", "proofs", "usual_stack"]

_SHOWN = 2
_LONGEST = 80


@dataclass
class Proof:
    """A line of proof and the ids of the facts it proves."""

    place: str
    facts: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The line, as Markdown."""
        return f"{self.place}: {'; '.join(self.found)}"


def usual_stack(facts: list[Fact]) -> str:
    """Return the stack most proofs come from, empty where none comes from a stack; the others name theirs."""
    stacks = [one.stack for fact in facts for one in fact.evidence if isinstance(one, TerraformEvidence)]
    return Counter(stacks).most_common(1)[0][0] if stacks else ""


def proofs(facts: list[Fact], usual: str, catalogue: Catalogue) -> tuple[Proof, ...]:
    """Return what proves `facts`: one line for each resource, line of a file or commit that a fact begins with."""
    lines: dict[str, Proof] = {}
    for fact in facts:
        first = fact.evidence[0]
        stacks = [one.stack for one in fact.evidence if isinstance(one, TerraformEvidence) and _same(one, first)]
        place = _stacks(stacks, usual) + code(_place(first))
        proof = lines.setdefault(place, Proof(place))
        proof.facts.append(fact.id)
        proof.found.append(_found(fact, usual, catalogue) + _asked(fact))
    return tuple(lines.values())


def _found(fact: Fact, usual: str, catalogue: Catalogue) -> str:
    """Return what stands at the places a fact follows from, without repeating the first of them."""
    first = fact.evidence[0]
    every = [
        _former(one, catalogue) + _at(one, "" if _same(one, first) else _elsewhere(one, usual)) for one in fact.evidence
    ]
    alike = tuple(dict.fromkeys(every))
    shown = [text for text in alike[:_SHOWN] if text]
    if len(alike) > _SHOWN:
        shown.append(catalogue.words("evidence.more", count=len(alike) - _SHOWN))
    if isinstance(first, TerraformEvidence) and len(fact.evidence) == 1 and not fact.how:
        return shown[0]
    how = f" ({catalogue.how(fact.how)})" if fact.how else ""
    return f"{_last(fact)}{how} {', '.join(shown)}".rstrip()


def _same(one: Evidence, first: Evidence) -> bool:
    """Whether two proofs stand in one place, or in places of one name in several stacks."""
    return isinstance(one, TerraformEvidence) == isinstance(first, TerraformEvidence) and _place(one) == _place(first)


def _elsewhere(evidence: Evidence, usual: str) -> str:
    """Return what leads to a proof that stands elsewhere than the first."""
    stack = evidence.stack if isinstance(evidence, TerraformEvidence) else usual
    return ("" if stack == usual else f"{stack} · ") + _place(evidence)


def _place(evidence: Evidence) -> str:
    return evidence.address if isinstance(evidence, TerraformEvidence) else evidence.place


def _at(evidence: Evidence, before: str) -> str:
    if not isinstance(evidence, TerraformEvidence):
        place = f"{code(before)} " if before else ""
        return f"{place}{code(_short(evidence.excerpt))}" if evidence.excerpt else place.rstrip()
    dot = "" if not before or evidence.attribute[:1] in ("", "[") else "."
    return f"{code(before + dot + evidence.attribute)} = {_value(evidence)}"


def _former(evidence: Evidence, catalogue: Catalogue) -> str:
    """Return the word that tells a proof of the former output from one of today's."""
    return f"{catalogue.words('evidence.former')} " if isinstance(evidence, FormerEvidence) else ""


def _stacks(stacks: list[str], usual: str) -> str:
    return "" if set(stacks) <= {usual} else f"{', '.join(code(stack) for stack in stacks)} · "


def _asked(fact: Fact) -> str:
    return f" ← {escape(fact.source.place)}" if fact.source else ""


def _value(evidence: TerraformEvidence) -> str:
    return code(_short(json.dumps(evidence.value, sort_keys=True, ensure_ascii=False)))


def _last(fact: Fact) -> str:
    return fact.id.rpartition(".")[2]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

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
    """A line of proof and the ids of the facts it proves.

    `found` is what stands there, with the names of the facts that it proves where it does not name them itself: what
    proves several is told once.
    """

    place: str
    facts: list[str] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The line, as Markdown."""
        told = (f"{', '.join(names)} {text}".strip() for text, names in self.found.items())
        return f"{self.place}: {'; '.join(told)}"

    def add(self, fact: str, name: str, text: str) -> None:
        """Add what proves a fact; its name is left out where the text names it itself."""
        self.facts.append(fact)
        self.found.setdefault(text, []).extend([name] if name else [])


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
        name, found = _found(fact, usual, catalogue)
        lines.setdefault(place, Proof(place)).add(fact.id, name, found + _asked(fact))
    return tuple(lines.values())


def _found(fact: Fact, usual: str, catalogue: Catalogue) -> tuple[str, str]:
    """Return the name of a fact, and what stands at the places it follows from, without repeating the first of them."""
    first = fact.evidence[0]
    every = [
        _former(one, catalogue) + _at(one, "" if _same(one, first) else _elsewhere(one, usual)) for one in fact.evidence
    ]
    alike = tuple(dict.fromkeys(every))
    shown = [text for text in alike[:_SHOWN] if text]
    if len(alike) > _SHOWN:
        shown.append(catalogue.words("evidence.more", count=len(alike) - _SHOWN))
    if isinstance(first, TerraformEvidence) and len(fact.evidence) == 1 and not fact.how:
        return "", shown[0]
    how = f"({catalogue.how(fact.how)}) " if fact.how else ""
    return _last(fact), f"{how}{', '.join(shown)}".rstrip()


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

"""Reference marks, and what they resolve to at the end of the document."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from relinfra.evidence import Evidence, Fact, Facts, FileEvidence, TerraformEvidence
from relinfra.plan.catalogue import Catalogue
from relinfra.plan.markup import code
from relinfra.plan.model import Line

__all__ = ["Note", "Notes"]

_SHOWN = 3
_LONGEST = 120
_NAME = "stage"


@dataclass(frozen=True)
class Note:
    """One footnote: its mark, what its facts are about, and for each fact its id and a line of proof."""

    mark: str
    about: str
    proofs: tuple[tuple[str, str], ...]


class Notes:
    """The footnotes of one document, one for all facts about a thing, numbered as they are first referred to.

    The facts about a thing share an id up to its last word, so every fact is proven once in a document.
    """

    def __init__(self, catalogue: Catalogue, facts: Facts) -> None:
        self._catalogue = catalogue
        self._marks: dict[str, str] = {}
        self._facts: dict[str, list[Fact]] = {}
        for fact in facts.values():
            self._facts.setdefault(_about(fact), []).append(fact)

    def mark(self, lines: tuple[Line, ...]) -> str:
        """Return the marks of everything `lines` rest on, empty where they rest on nothing."""
        facts = {fact.id: fact for line in lines for statement in line for fact in statement.facts}
        # What a stage is called stands in most lines; it is marked where nothing else is said of it.
        telling = [fact for fact in facts.values() if not fact.id.endswith(f".{_NAME}")]
        return "".join(self._mark(about) for about in dict.fromkeys(map(_about, telling or facts.values())))

    def resolved(self) -> tuple[Note, ...]:
        """Return every footnote referred to so far."""
        return tuple(self._note(mark, about) for about, mark in self._marks.items())

    def _mark(self, about: str) -> str:
        return f"[^{self._marks.setdefault(about, f'p{len(self._marks) + 1}')}]"

    def _note(self, mark: str, about: str) -> Note:
        facts = self._facts[about]
        stack = _usual_stack(facts)
        origin = f" · {code(stack)}" if stack else ""
        proofs = tuple((fact.id, self._proof(fact, about, stack)) for fact in facts)
        return Note(mark, f"{code(about)}{origin}", proofs)

    def _proof(self, fact: Fact, about: str, stack: str) -> str:
        shown = list(self._shown(fact, stack))
        hidden = len(fact.evidence) - _SHOWN
        if hidden > 0:
            shown.append(self._catalogue.words("evidence.more").replace("COUNT", str(hidden)))
        how = f" ({self._catalogue.how(fact.how)})" if fact.how else ""
        asked = f" ← {self._evidence(fact.asked, stack)}" if fact.asked else ""
        return f"{fact.id.removeprefix(about + '.')}{how}: {'; '.join(shown)}{asked}"

    def _shown(self, fact: Fact, stack: str) -> Iterator[str]:
        return (self._evidence(evidence, stack) for evidence in fact.evidence[:_SHOWN])

    def _evidence(self, evidence: Evidence, usual: str) -> str:
        if isinstance(evidence, FileEvidence):
            place = evidence.file if evidence.line is None else f"{evidence.file}:{evidence.line}"
            return f"{code(place)} {code(_short(evidence.excerpt))}" if evidence.excerpt else code(place)
        value = code(_short(json.dumps(evidence.value, sort_keys=True, ensure_ascii=False)))
        dot = "" if evidence.attribute[:1] in ("", "[") else "."
        stack = "" if evidence.stack == usual else f"{code(evidence.stack)} · "
        return f"{stack}{code(evidence.address + dot + evidence.attribute)} = {value}"


def _about(fact: Fact) -> str:
    return fact.id.rpartition(".")[0]


def _usual_stack(facts: list[Fact]) -> str:
    """Return the stack most proofs come from, empty where none comes from a stack; the others name theirs."""
    stacks = [one.stack for fact in facts for one in fact.evidence[:_SHOWN] if isinstance(one, TerraformEvidence)]
    return Counter(stacks).most_common(1)[0][0] if stacks else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

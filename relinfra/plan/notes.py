"""Reference marks, and what they resolve to at the end of the document."""

from __future__ import annotations

import json
from dataclasses import dataclass

from relinfra.evidence import Evidence, Fact, FileEvidence
from relinfra.plan.catalogue import Catalogue
from relinfra.plan.markup import code
from relinfra.plan.model import Line

__all__ = ["Note", "Notes"]

_SHOWN = 3
_LONGEST = 160


@dataclass(frozen=True)
class Note:
    """One footnote: its mark, and for each fact its id and a line of proof."""

    mark: str
    proofs: tuple[tuple[str, str], ...]


class Notes:
    """The footnotes of one document, numbered as they are first referred to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._marks: dict[tuple[str, ...], str] = {}
        self._facts: dict[str, Fact] = {}

    def mark(self, lines: tuple[Line, ...]) -> str:
        """Return the mark for everything `lines` rest on, empty where they rest on nothing."""
        facts = {fact.id: fact for line in lines for statement in line for fact in statement.facts}
        if not facts:
            return ""
        self._facts |= facts
        ids = tuple(facts)
        return f"[^{self._marks.setdefault(ids, f'p{len(self._marks) + 1}')}]"

    def resolved(self) -> tuple[Note, ...]:
        """Return every footnote referred to so far."""
        return tuple(
            Note(mark, tuple((id_, self._proof(self._facts[id_])) for id_ in ids)) for ids, mark in self._marks.items()
        )

    def _proof(self, fact: Fact) -> str:
        shown = [self._evidence(evidence) for evidence in fact.evidence[:_SHOWN]]
        hidden = len(fact.evidence) - len(shown)
        if hidden:
            shown.append(self._catalogue.words("evidence.more").replace("COUNT", str(hidden)))
        how = f" ({self._catalogue.how(fact.how)})" if fact.how else ""
        asked = f" · {self._catalogue.words('evidence.asked')} {self._evidence(fact.asked)}" if fact.asked else ""
        return f"{code(fact.id)}{how}: {'; '.join(shown)}{asked}"

    def _evidence(self, evidence: Evidence) -> str:
        if isinstance(evidence, FileEvidence):
            place = evidence.file if evidence.line is None else f"{evidence.file}:{evidence.line}"
            return f"{code(place)} {code(_short(evidence.excerpt))}" if evidence.excerpt else code(place)
        value = code(_short(json.dumps(evidence.value, sort_keys=True, ensure_ascii=False)))
        dot = "" if evidence.attribute[:1] in ("", "[") else "."
        return f"{code(evidence.stack)} · {code(evidence.address + dot + evidence.attribute)} = {value}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

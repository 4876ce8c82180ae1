"""The recorder into which collectors write facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.declared import Declarations, Declared
from relinfra.evidence.fact import Evidence, Fact, Value
from relinfra.evidence.record import Field, Part, Parts, Record, joined
from relinfra.evidence.resource import Resource

__all__ = ["Recorder"]

T = TypeVar("T", bound=Value)


@dataclass(frozen=True)
class Recorder:
    """A growing list of facts, seen from one record; a field of another record is refused with a `ValueError`.

    `kinds` are the classes the record may be of. `environment` and `source` are the place of the matrix that
    corresponds to it.
    """

    facts: list[Fact]
    declared: Declarations
    kinds: tuple[type[Record], ...]
    id: str = ""
    environment: str = ""
    source: str = ""

    def at(self, part: Part[Any], source: str = "") -> Recorder:
        """Return the recorder of a record within this one; `source` is its path in the matrix, below this one's."""
        return self._within(part, part.below(self.id), part.kinds, source)

    def one(self, parts: Parts[Any], key: str, source: str = "") -> Recorder:
        """Return the recorder of one record out of several."""
        return self._within(parts, joined(parts.below(self.id), key), parts.kinds, source)

    def only(self, kind: type[Record]) -> Recorder:
        """Return the recorder of a record that is known to be of one class out of several."""
        return replace(self, kinds=(kind,))

    def add(
        self,
        field: Field[T],
        value: T,
        *evidence: Evidence | Attribute,
        unit: str | None = None,
        how: str = "",
        source: str | None = None,
    ) -> None:
        """Write down a fact and what it rests on.

        `unit` and `source` (a path of the matrix, below this record's) are those of the field unless they are given.
        """
        self._own(field)
        unit = field.unit if unit is None else unit
        if not field.admits(value, unit):
            raise ValueError(f"{field.owner.__name__}.{field.name} cannot be {value!r} with the unit {unit!r}")
        proofs = tuple(proof.evidence if isinstance(proof, Attribute) else proof for proof in evidence)
        asked = field.source if source is None else source
        line = self.declared.source(self.environment, joined(self.source, asked)) if asked else None
        self.facts.append(Fact(field.below(self.id), value, unit, proofs, how, line))

    def take(
        self,
        field: Field[T],
        attribute: Attribute | None,
        read: Callable[[Attribute], T] | None = None,
        *,
        source: str | None = None,
    ) -> None:
        """Write down what an attribute says, read as the field's type; nothing where there is none."""
        if attribute is not None:
            value = read(attribute) if read else cast("T", _READING[field.types](attribute))
            self.add(field, value, attribute, source=source)

    def read(self, found: Resource | Attribute | None) -> None:
        """Write down every field that says where it stands in a resource or a block of one."""
        fields = dict.fromkeys(field for kind in self.kinds for field in kind.fields() if field.at)
        for field in fields if found else ():
            self.take(field, found and found.at(*field.at.split(".")))

    def declare(self, field: Field[Any], declared: Declared | None) -> None:
        """Write down what the matrix declares, or nothing where it is silent."""
        if declared is not None:
            self.add(field, declared.value, declared.evidence)

    def _own(self, member: Field[Any] | Part[Any] | Parts[Any]) -> None:
        if not any(issubclass(kind, member.owner) for kind in self.kinds):
            raise ValueError(f"{self.id or 'the root'} has no {member.owner.__name__}.{member.name}")

    def _within(
        self, member: Part[Any] | Parts[Any], id: str, kinds: tuple[type[Record], ...], source: str
    ) -> Recorder:
        self._own(member)
        return replace(self, id=id, kinds=kinds, source=joined(self.source, source))


def _text(attribute: Attribute) -> Value:
    return attribute.text


def _figure(attribute: Attribute) -> Value:
    return attribute.figure


def _flag(attribute: Attribute) -> Value:
    return attribute.flag


_READING: dict[tuple[type, ...], Callable[[Attribute], Value]] = {
    (str,): _text,
    (int, float, str): _figure,
    (bool,): _flag,
}

"""Where the subjects write down what they find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.declared import Declarations, Declared
from relinfra.evidence.fact import Evidence, Fact, Value

__all__ = ["Sheet", "flag", "number", "text"]

Reading = Callable[[Attribute], Value]


def text(attribute: Attribute) -> Value:
    """Read an attribute as text."""
    return attribute.text


def number(attribute: Attribute) -> Value:
    """Read an attribute as a number, or as the text it is where Terraform will compute it."""
    return attribute.text if attribute.number is None else attribute.number


def flag(attribute: Attribute) -> Value:
    """Read an attribute as a truth value."""
    return attribute.flag


@dataclass(frozen=True)
class Sheet:
    """A growing list of facts, seen from one prefix of ids.

    `environment` and `asked` are the place of the matrix that the prefix corresponds to.
    """

    facts: list[Fact]
    declared: Declarations
    prefix: str = ""
    environment: str = ""
    asked: str = ""

    def at(self, prefix: str, asked: str = "") -> Sheet:
        """Return the same list, seen from further down."""
        return replace(self, prefix=_joined(self.prefix, prefix), asked=_joined(self.asked, asked))

    def add(
        self,
        name: str,
        value: Value,
        *evidence: Evidence | Attribute,
        unit: str = "",
        how: str = "",
        asked: str = "",
    ) -> None:
        """Write down a fact and what it rests on; `asked` is the matrix path that asked for it."""
        proofs = tuple(proof.evidence if isinstance(proof, Attribute) else proof for proof in evidence)
        line = self.declared.asked(self.environment, _joined(self.asked, asked)) if asked else None
        self.facts.append(Fact(_joined(self.prefix, name), value, unit, proofs, how, line))

    def take(
        self, name: str, attribute: Attribute | None, read: Reading = text, *, unit: str = "", asked: str = ""
    ) -> None:
        """Write down what an attribute says, or nothing where there is none."""
        if attribute is not None:
            self.add(name, read(attribute), attribute, unit=unit, asked=asked)

    def declare(self, name: str, declared: Declared | None, *, unit: str = "") -> None:
        """Write down what the matrix declares, or nothing where it is silent."""
        if declared is not None:
            self.add(name, declared.value, declared.evidence, unit=unit)


def _joined(*parts: str) -> str:
    return ".".join(part for part in parts if part)

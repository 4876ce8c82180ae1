"""A claim: what is asserted, the conditions that make it true, and whether they do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from relinfra.evidence import Fact

__all__ = ["Claim", "Condition", "Verdict", "is_true"]


class Verdict(Enum):
    """Whether something is so."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    """The facts do not tell, because Terraform computes a value or nothing says it."""


@dataclass(frozen=True)
class Condition:
    """One thing that has to be so: its name, for the locales; the verdict; and the facts the verdict rests on."""

    name: str
    verdict: Verdict
    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, name: str, verdict: bool | None, *facts: Fact | None) -> Condition:
        """Return a condition that holds, fails, or, for None, cannot be known; absent facts are left out."""
        known = {True: Verdict.HOLDS, False: Verdict.FAILS, None: Verdict.UNKNOWN}[verdict]
        return cls(name, known, tuple(fact for fact in facts if fact is not None))


@dataclass(frozen=True)
class Claim:
    """An assertion about the thing with the id `about`; a subclass for each kind of assertion says what it asserts."""

    kind: ClassVar[str]
    """The name of the assertion, by which locales and policies find it."""
    policies: ClassVar[tuple[str, ...]] = ()
    """The ids of the policies that hold it in stacks; each names the claim in turn. No document reads this."""

    about: str
    conditions: tuple[Condition, ...]

    @property
    def verdict(self) -> Verdict:
        """It fails by one condition that fails, holds by all that hold, and cannot be known otherwise."""
        verdicts = {one.verdict for one in self.conditions}
        if Verdict.FAILS in verdicts:
            return Verdict.FAILS
        return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.HOLDS

    @property
    def holds(self) -> bool:
        """Whether every condition holds."""
        return self.verdict is Verdict.HOLDS

    @property
    def broken(self) -> Condition | None:
        """The first condition that fails, else the first that cannot be known; None where the claim holds."""
        failing = (one for one in self.conditions if one.verdict is Verdict.FAILS)
        unknown = (one for one in self.conditions if one.verdict is Verdict.UNKNOWN)
        return next(failing, None) or next(unknown, None)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact it rests on, each once: where it does not hold, those of the condition that breaks it."""
        resting = (self.broken,) if self.broken else self.conditions
        return tuple({fact.id: fact for one in resting for fact in one.facts}.values())


def is_true(fact: Fact[bool] | None) -> bool | None:
    """Return what a switch says, or None where nothing is known of it."""
    return None if fact is None else fact.value

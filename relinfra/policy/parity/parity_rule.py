"""A question over all stacks of an output: what the policies of parity have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import fields
from inspect import getdoc
from typing import ClassVar

from relinfra.evidence.output import Output
from relinfra.evidence.stack import Stack
from relinfra.policy.rule import Rule

__all__ = ["Answer", "ParityRule"]

Answer = tuple[Stack, str, bool]
"""The stack and the address that a verdict is about, and whether it holds there."""


class ParityRule(ABC):
    """The class attributes of a rule of the pack, and its question; asked by `relinfra check` alone."""

    policy: ClassVar[str]
    group: ClassVar[str] = "parity"
    title: ClassVar[str]
    level: ClassVar[str]
    rationale: ClassVar[str]
    remedy: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def answers(self, output: Output) -> Iterator[Answer]:
        """Yield each verdict; none where the output has nothing that the rule is about."""

    @classmethod
    def rule(cls) -> Rule:
        """Return what the rule says of itself, as one of the pack's does."""
        said = {one.name: getattr(cls, one.name) for one in fields(Rule) if one.name not in {"detail", "module"}}
        detail = " ".join((getdoc(cls) or "").split())
        return Rule(**said, detail=detail, module=cls.__module__.rpartition(".")[2])

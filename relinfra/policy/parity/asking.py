"""Asking the policies of parity of an output, as Checkov asks the others of a stack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from relinfra.evidence.output import Output
from relinfra.policy.parity.demands import EnvironmentHasWhatItsClassDemands
from relinfra.policy.parity.parity_rule import Answer, ParityRule
from relinfra.policy.parity.recovery import RecoveryIsElsewhereAndLargeEnough
from relinfra.policy.parity.weaker import NeverLessAvailable, NeverLessSecure
from relinfra.policy.rule import Rule
from relinfra.policy.scan import Verdict
from relinfra.regular_file import readable

__all__ = ["PARITY", "UNASKED", "parity_notices", "parity_verdicts"]

_RULES: tuple[ParityRule, ...] = (
    NeverLessAvailable(),
    NeverLessSecure(),
    RecoveryIsElsewhereAndLargeEnough(),
    EnvironmentHasWhatItsClassDemands(),
)

PARITY: dict[str, Rule] = {one.policy: one.rule() for one in _RULES}
"""Every policy of parity by its id."""


UNASKED = f"{', '.join(PARITY)} compare environments, and were not asked of some of them; check the whole too"
"""The notice of a report on a part of the environments."""


def parity_verdicts(output: Output, folder: Path) -> Iterator[Verdict]:
    """Yield the verdicts on a whole output; of a part of the environments there are none, for they need one another."""
    if output.declared.part is not None:
        return
    files = _files(folder)
    for rule in _RULES:
        found = sorted(rule.answers(output), key=_place)
        for (stack, address), answers in groupby(found, key=_place):
            passed = all(holds for _, _, holds in answers)
            yield Verdict(rule.policy, files[stack], address, passed, (1, 1), rule.title, rule.source)


def parity_notices(output: Output) -> Iterator[str]:
    """Yield that a part of the environments was not asked."""
    if output.declared.part is not None:
        yield UNASKED


def _place(answer: Answer) -> tuple[str, str]:
    stack, address, _ = answer
    return stack.name, address


def _files(folder: Path) -> Mapping[str, str]:
    """Return the file of each stack; a verdict points at its first line, for what is not there has none."""
    stacks = json.loads(readable(folder / "manifest.json").read_text("utf-8"))["stacks"]
    return {name: str(stack["synthesizedStackPath"]) for name, stack in stacks.items()}

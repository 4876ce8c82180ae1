"""Explanations of policies: what a rule says of itself, its packs, its examples, and what accepts a failure."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relinfra.errors import UsageError
from relinfra.packs.finding_packs import pack_folder, packs
from relinfra.policy.contract_rules import contract_rules
from relinfra.policy.rule import Rule
from relinfra.reading.nearest import nearest

__all__ = ["Example", "Explanation", "explained", "packs_of"]

EXAMPLES = Path(__file__).with_name("examples.json")
"""Single changes of what synth writes, on which a rule fails; `scripts/generate_policies.py` writes it."""

_OURS = "CKV_RELINFRA_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """An argument of a synthesized resource: with one value the rule passes, with the other it fails."""

    address: str
    argument: str
    passes: str
    """As Terraform JSON; empty where the value is too long to show."""
    fails: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A policy with all that is known of it without loading Checkov."""

    policy: str
    rule: Rule | None
    """None of a policy that is not of the release contract."""
    packs: tuple[str, ...]
    criteria: tuple[str, ...]
    """Criteria of packs that it is evidence of, with their titles."""
    accepted: tuple[str, ...]
    """The failures that are accepted by design, each with what has to pass for it."""
    makes_up_for: tuple[str, ...]
    """The failures of other policies that are accepted where this one passes."""
    examples: tuple[Example, ...]


def explained(policy: str) -> Explanation:
    """Return what is known of a policy. Raises `UsageError` for a rule of the release contract that does not exist."""
    rules = {rule.policy: rule for rule in contract_rules()}
    rule = rules.get(policy)
    if rule is None and (policy.startswith(_OURS) or not policy.startswith("CKV")):
        hint = _retired(policy) or nearest(policy, rules)
        raise UsageError(f"{policy}: expected the id of a policy, such as CKV_RELINFRA_1; {hint}")
    return Explanation(
        policy=policy,
        rule=rule,
        packs=packs_of(policy, rule),
        criteria=tuple(_criteria(policy, rule)),
        accepted=tuple(_accepted(policy)),
        makes_up_for=tuple(_made_up(policy)),
        examples=tuple(Example(**one) for one in _examples().get(policy, ())),
    )


def packs_of(policy: str, rule: Rule | None) -> tuple[str, ...]:
    """Return the names of the packs that hold a policy."""
    said = (rule.group, rule.level) if rule else ("", "")
    return tuple(name for name, pack in packs().items() if pack.holds(policy, *said))


def _criteria(policy: str, rule: Rule | None) -> Iterator[str]:
    for name, pack in packs().items():
        for criterion in pack.evidences(policy, rule.group if rule else ""):
            yield f"{name} {criterion}: {pack.criteria[criterion].title}"


def _retired(policy: str) -> str:
    """Return which rules ask now what a retired one asked; nothing of any other."""
    rows: list[Mapping[str, Any]] = tomllib.loads((pack_folder() / "retired.toml").read_text("utf-8"))["retired"]
    asked_by = next((row["replaced_by"] for row in rows if row["policy"] == policy), ())
    return f"it is retired, and {' and '.join(asked_by)} ask it now" if asked_by else ""


def _accepted(policy: str) -> Iterator[str]:
    for row in _rows():
        if row["policy"] == policy:
            yield f"of `{row['resource']}` while {row['compensated_by']} passes: {row['reason']} ({row['source']})"


def _made_up(policy: str) -> Iterator[str]:
    for row in _rows():
        if row["compensated_by"] == policy:
            yield f"{row['policy']} of `{row['resource']}`: {row['reason']} ({row['source']})"


def _rows() -> list[Mapping[str, str]]:
    rows: list[Mapping[str, str]] = tomllib.loads((pack_folder() / "accepted.toml").read_text("utf-8"))["accepted"]
    return rows


def _examples() -> Mapping[str, list[dict[str, str]]]:
    found: Mapping[str, list[dict[str, str]]] = json.loads(EXAMPLES.read_text("utf-8"))
    return found

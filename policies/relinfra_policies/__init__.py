"""The release contract as Checkov policies: one rule a file, registered with Checkov on import.

Plain Checkov loads the same rules with `--external-checks-dir policies/relinfra_policies`. A rule is a module with
a `check`; adding the file adds the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from relinfra_policies.shapes.accepted import Accepted, read_accepted
from relinfra_policies.shapes.retired import Retired, read_retired
from relinfra_policies.shapes.rule import Rule

__all__ = ["ACCEPTED", "FOLDER", "POLICIES", "RETIRED", "RULES", "Accepted", "Retired"]

FOLDER = Path(__file__).parent
"""The folder to give to plain Checkov as `--external-checks-dir`."""


def _rules() -> Iterator[Rule]:
    for name in sorted(module.name for module in iter_modules(__path__) if not module.ispkg):
        check = getattr(import_module(f"{__name__}.{name}"), "check", None)
        if isinstance(check, Rule):
            yield check


def _number(policy: str) -> int:
    return int(policy.rpartition("_")[2])


RULES: dict[str, Rule] = {rule.policy: rule for rule in sorted(_rules(), key=lambda rule: _number(rule.policy))}
"""Every rule of the pack by its id, in the order of the ids."""

POLICIES: dict[str, str] = {policy: rule.title for policy, rule in RULES.items()}
"""Every policy id of the pack and its title, in the order of the ids."""

ACCEPTED: tuple[Accepted, ...] = read_accepted(FOLDER / "accepted.toml")
"""Every failure that is accepted by design, with the rule that has to pass for it."""

RETIRED: dict[str, Retired] = read_retired(FOLDER / "retired.toml")
"""Ids of rules that are gone, with those that ask now what they asked; none of them is given to another rule."""

"""Whether a major upgrade of a database happens with the release that declares it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence.records.database import Database

__all__ = ["UpgradesWhenApplied", "upgrades_when_applied"]


@dataclass(frozen=True)
class UpgradesWhenApplied(Claim):
    """RDS upgrades a database to its major version at the apply, and not later or never."""

    kind: ClassVar[str] = "upgrades_when_applied"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_41", "CKV_RELINFRA_163", "CKV_RELINFRA_168")


def upgrades_when_applied(database: Database) -> UpgradesWhenApplied:
    """Return whether RDS may upgrade a database, does so at once, and has a group of parameters that fits it then."""
    upgrade, group = database.upgrade, database.parameter_group
    fits = bool(group and upgrade.former_group and group.value != upgrade.former_group.value)
    return UpgradesWhenApplied(
        database.id,
        (
            Condition.of("allowed", is_true(upgrade.allowed) or False, upgrade.allowed or upgrade.former),
            Condition.of("at_once", is_true(upgrade.at_once) or False, upgrade.at_once or upgrade.former),
            Condition.of("group", fits, group, upgrade.former_group),
        ),
    )

"""Major upgrades of databases that RDS would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.exclusions import UPGRADE_AND_STANDBY
from relinfra.matrix.models import Standby
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["upgrades_go_forward", "upgrades_have_no_standby"]


def upgrades_go_forward(scope: Scope) -> Iterator[Finding]:
    """Demand that an upgrade comes from a major version before: there is no way back."""
    for key, database in scope.environment.databases.items():
        major = database.version.partition(".")[0]
        if database.upgrade_from is not None and database.upgrade_from >= major:
            path, related = scope.at("databases", key, "upgrade_from"), (scope.at("databases", key, "version"),)
            expected = f"a major version before {major}, which `version` asks for"
            hint = "delete this line once the upgrade is done; RDS installs no older version"
            yield Finding(path, expected, database.upgrade_from, hint, related)


def upgrades_have_no_standby(scope: Scope) -> Iterator[Finding]:
    """Refuse an upgrade of what is followed into another region.

    AWS says nothing of how a replica there follows, and relinfra promises nothing that AWS does not.
    """
    recovery = scope.environment.disaster_recovery
    if not isinstance(recovery, Standby):
        return
    for key, database in scope.environment.databases.items():
        if database.upgrade_from is not None:
            path, related = scope.at("databases", key, "upgrade_from"), (scope.at("disaster_recovery", "mode"),)
            expected = f"no upgrade beside {recovery.spoken}"
            way = "release `mode: cold_standby` first, then the upgrade, then the standby again"
            hint = f"{UPGRADE_AND_STANDBY.effect}: {way}"
            yield Finding(path, expected, f"from {database.upgrade_from}", hint, related)

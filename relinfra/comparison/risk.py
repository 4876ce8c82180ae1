"""Risks of changes: the kind of risk that each reason of a change belongs to, and how severe it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from relinfra.domain.severity import severity

__all__ = ["CHANGE_RISKS", "ChangeRisk", "severity_of"]


@dataclass(frozen=True)
class ChangeRisk:
    """A kind of risk that follows from changes: how likely and how bad it is in the live stage, and their reasons."""

    name: str
    probability: str
    impact: str
    whys: tuple[str, ...]


def _risk(name: str, probability: str, impact: str, whys: str) -> ChangeRisk:
    return ChangeRisk(name, probability, impact, tuple(whys.split()))


_TABLE = (
    _risk("data_loss", "high", "critical", "backups_lost data_lost images_lost key_lost messages_lost secret_lost"),
    _risk("begins_empty", "high", "critical", "begins_empty"),
    _risk("state_move", "medium", "high", "moved"),
    _risk("left_behind", "high", "medium", "left_behind"),
    _risk("logs_lost", "high", "medium", "logs_lost"),
    _risk("traffic_interrupted", "high", "high", "traffic_interrupted traffic_lost"),
    _risk("database_upgrade", "medium", "high", "major_upgrade version_lowered"),
    _risk(
        "database_restart",
        "high",
        "medium",
        """
        applied_at_once certificate_changes class_restart minor_upgrade network_changes port_changes renamed
        static_parameter
        """,
    ),
    _risk("database_storage", "low", "medium", "slower_storage storage_changes storage_grows storage_shrinks"),
    _risk(
        "wider_access",
        "medium",
        "high",
        """
        bad_headers_pass data_api denies_less endpoint_unguarded fewer_rules firewall_fails_open open_to_all plain_text
        public_access public_address shell_into_tasks unencrypted unprotected weaker_encryption weaker_tls
        """,
    ),
    _risk(
        "more_permissions",
        "low",
        "high",
        """
        key_not_rotated more_permissions more_principals password_not_rotated passwords_only reached_by_more
        reaches_more
        """,
    ),
    _risk(
        "less_capacity",
        "medium",
        "high",
        """
        fewer_instances fewer_tasks fewer_ways_out fewer_while_deploying fewer_zones less_storage more_spot scales_later
        single_zone smaller_database smaller_tasks zones_unbalanced
        """,
    ),
    _risk(
        "less_recovery",
        "low",
        "critical",
        """
        backups_die_too backups_stop deletion_allowed fewer_backups lock_loosened messages_lost_sooner no_final_snapshot
        recovery_lost shorter_key_window shorter_lock shorter_secret_window untagged_snapshots versions_stop
        """,
    ),
    _risk(
        "less_sight",
        "medium",
        "medium",
        """
        blind_alarm budget_raised fewer_logs later_alarm looser_alarm nobody_told queries_unseen shorter_logs
        silent_alarm unwatched
        """,
    ),
    _risk("irreversible", "low", "high", "address_released lock_lengthened lock_tightened"),
    _risk(
        "no_way_back",
        "medium",
        "high",
        "breaker_off fewer_rollback_alarms larger_step no_rollback shorter_bake",
    ),
)

CHANGE_RISKS = {risk.name: risk for risk in _TABLE}
"""Every kind by name; changes with another reason are told of, but risk nothing."""


def severity_of(why: str, *, live: bool = True) -> str:
    """Return how severe what a change risks is, for one reason of it; empty where it risks nothing."""
    risk = _by_why().get(why)
    return severity(risk.probability, risk.impact, live=live) if risk else ""


@cache
def _by_why() -> dict[str, ChangeRisk]:
    return {why: risk for risk in _TABLE for why in risk.whys}

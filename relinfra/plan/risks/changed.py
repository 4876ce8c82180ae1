"""Risks of what changes in the infrastructure: one for each stage and kind, with every change as a reason."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.change import ChangeFacts
from relinfra.plan.changes import change_line, changes
from relinfra.plan.model import Given
from relinfra.plan.risks.kind import raised
from relinfra.plan.risks.risk import Risk
from relinfra.plan.stages import live

__all__ = ["OF_CHANGES", "of_changes"]

_OF = {
    "data_loss": "backups_lost data_lost images_lost key_lost messages_lost secret_lost",
    "state_move": "moved",
    "logs_lost": "logs_lost",
    "traffic_interrupted": "traffic_interrupted traffic_lost",
    "database_upgrade": "major_upgrade version_lowered",
    "database_restart": """
        applied_at_once certificate_changes class_restart minor_upgrade network_changes port_changes renamed
        static_parameter
    """,
    "database_storage": "slower_storage storage_changes storage_grows storage_shrinks",
    "wider_access": """
        bad_headers_pass data_api denies_less endpoint_unguarded fewer_rules firewall_fails_open open_to_all plain_text
        public_access public_address shell_into_tasks unencrypted unprotected weaker_encryption weaker_tls
    """,
    "more_permissions": """
        key_not_rotated more_permissions more_principals password_not_rotated passwords_only reached_by_more
        reaches_more
    """,
    "less_capacity": """
        fewer_instances fewer_tasks fewer_ways_out fewer_while_deploying fewer_zones less_storage more_spot scales_later
        single_zone smaller_database smaller_tasks zones_unbalanced
    """,
    "less_recovery": """
        backups_die_too backups_stop deletion_allowed fewer_backups lock_loosened messages_lost_sooner no_final_snapshot
        recovery_lost shorter_key_window shorter_lock shorter_secret_window untagged_snapshots versions_stop
    """,
    "less_sight": """
        blind_alarm budget_raised fewer_logs later_alarm looser_alarm nobody_told queries_unseen shorter_logs
        silent_alarm unwatched
    """,
    "no_way_back": "breaker_off fewer_rollback_alarms larger_step no_rollback shorter_bake",
}
OF_CHANGES = {kind: tuple(whys.split()) for kind, whys in _OF.items()}
"""The reasons of changes that each kind of risk follows from; other changes are told of, but risk nothing."""


def of_changes(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of `change.*`."""
    last = live(facts)
    for kind, whys in OF_CHANGES.items():
        stages: dict[str, list[ChangeFacts]] = {}
        for one in changes(facts, *whys):
            stages.setdefault(str(value_of(one.stage) or ""), []).append(one)
        for stage, found in stages.items():
            why = tuple(change_line(one, f"risk.{kind}") for one in found)
            given: dict[str, Given] = {
                "stage": found[0].stage,
                "addresses": tuple({fact.value: fact for fact in ChangeFacts.address.each(found)}.values()),
            }
            is_live = last is not None and value_of(last.name) == stage
            yield raised(facts, kind, stage, why, given, live=is_live or not stage)

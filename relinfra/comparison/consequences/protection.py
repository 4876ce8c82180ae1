"""Less that protects: backups, logs, alarms, ways back, guards against deletion and disclosure."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence
from relinfra.comparison.consequences.alarms import alarms
from relinfra.comparison.consequences.watch import Watch, changed, fewer, higher, judged, lower, off, on, watched
from relinfra.comparison.pair import Pair

__all__ = ["WATCHED", "protection"]

_DATABASE = tuple(
    Watch(type_, path, judge, why, unit, default)
    for type_ in ("aws_db_instance", "aws_rds_cluster")
    for path, judge, why, unit, default in (
        (("backup_retention_period",), lower, "fewer_backups", "days", None),
        (("copy_tags_to_snapshot",), off, "untagged_snapshots", "", None),
        (("delete_automated_backups",), on, "backups_die_too", "", True),
        (("deletion_protection",), off, "deletion_allowed", "", None),
        (("enabled_cloudwatch_logs_exports",), fewer, "fewer_logs", "", None),
        (("iam_database_authentication_enabled",), off, "passwords_only", "", None),
        (("manage_master_user_password",), off, "password_not_rotated", "", None),
        (("performance_insights_enabled",), off, "queries_unseen", "", None),
        (("skip_final_snapshot",), on, "no_final_snapshot", "", None),
        (("storage_encrypted",), off, "unencrypted", "", None),
    )
)
_SERVICE = tuple(
    Watch("aws_ecs_service", path, judge, why, unit)
    for path, judge, why, unit in (
        (("alarms", "alarm_names"), fewer, "fewer_rollback_alarms", ""),
        (("alarms", "enable"), off, "no_rollback", ""),
        (("alarms", "rollback"), off, "no_rollback", ""),
        (("deployment_circuit_breaker", "enable"), off, "breaker_off", ""),
        (("deployment_circuit_breaker", "rollback"), off, "breaker_off", ""),
        (("deployment_configuration", "bake_time_in_minutes"), lower, "shorter_bake", "minutes"),
        (
            ("deployment_configuration", "canary_configuration", "canary_bake_time_in_minutes"),
            lower,
            "shorter_bake",
            "minutes",
        ),
        (("deployment_configuration", "canary_configuration", "canary_percent"), higher, "larger_step", "percent"),
        (
            ("deployment_configuration", "linear_configuration", "step_bake_time_in_minutes"),
            lower,
            "shorter_bake",
            "minutes",
        ),
        (("deployment_configuration", "linear_configuration", "step_percent"), higher, "larger_step", "percent"),
    )
)
_DEPLOY = tuple(
    Watch("aws_codedeploy_deployment_group", path, judge, why)
    for path, judge, why in (
        (("alarm_configuration", "alarms"), fewer, "fewer_rollback_alarms"),
        (("alarm_configuration", "enabled"), off, "no_rollback"),
        (("auto_rollback_configuration", "enabled"), off, "no_rollback"),
        (("auto_rollback_configuration", "events"), fewer, "no_rollback"),
    )
)
WATCHED = (
    *_DATABASE,
    *_SERVICE,
    *_DEPLOY,
    Watch("aws_cloudwatch_log_group", ("retention_in_days",), lower, "shorter_logs", "days", 0, endless=0),
    Watch("aws_db_instance", ("monitoring_interval",), lower, "queries_unseen", "seconds", 0),
    Watch("aws_ecr_repository", ("force_delete",), on, "deletion_allowed"),
    Watch("aws_kms_key", ("deletion_window_in_days",), lower, "shorter_key_window", "days", 30),
    Watch("aws_kms_key", ("enable_key_rotation",), off, "key_not_rotated"),
    Watch("aws_lb", ("access_logs", "enabled"), off, "fewer_logs"),
    Watch("aws_lb", ("connection_logs", "enabled"), off, "fewer_logs"),
    Watch("aws_lb", ("drop_invalid_header_fields",), off, "bad_headers_pass"),
    Watch("aws_lb", ("enable_deletion_protection",), off, "deletion_allowed"),
    Watch("aws_s3_bucket", ("force_destroy",), on, "deletion_allowed"),
    Watch(
        "aws_s3_bucket_object_lock_configuration", ("rule", "default_retention", "days"), lower, "shorter_lock", "days"
    ),
    Watch("aws_secretsmanager_secret", ("recovery_window_in_days",), lower, "shorter_secret_window", "days", 30),
    Watch("aws_sqs_queue", ("message_retention_seconds",), lower, "messages_lost_sooner", "seconds", 345600),
    Watch("aws_backup_vault_lock_configuration", ("min_retention_days",), lower, "fewer_backups", "days"),
    Watch("aws_budgets_budget", ("limit_amount",), higher, "budget_raised"),
)
_LOCK, _RETENTION, _FOREVER = (
    "aws_s3_bucket_object_lock_configuration",
    ("rule", "default_retention"),
    "COMPLIANCE",
)
# In compliance mode nobody, the account's root included, shortens the retention of a version or deletes it.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
_LOCKED = tuple(
    Watch(_LOCK, (*_RETENTION, *path), judge, why, unit)
    for path, judge, why, unit in (
        (("days",), higher, "lock_lengthened", "days"),
        (("years",), higher, "lock_lengthened", "years"),
        (("mode",), changed, "lock_tightened", ""),
    )
)
# A change of these is one for the worse where the value was this.
_WAS = (
    (Watch("aws_s3_bucket_versioning", ("versioning_configuration", "status"), changed, "versions_stop"), "Enabled"),
    (
        Watch(
            "aws_s3_bucket_object_lock_configuration", ("rule", "default_retention", "mode"), changed, "lock_loosened"
        ),
        "COMPLIANCE",
    ),
)


def protection(between: Between) -> Iterator[Consequence]:
    """Yield everything that protects less."""
    yield from watched(between, "protection", WATCHED)
    for row, was in _WAS:
        yield from (change for change in watched(between, "protection", (row,)) if change.before == was)
    yield from (change for pair in between.of(_LOCK) for change in _locked(pair))
    yield from (change for pair in between.of("aws_backup_plan") for change in _retained(pair))
    yield from alarms(between)


def _locked(pair: Pair) -> Iterator[Consequence]:
    """Yield what is locked for longer, or for the first time, in the mode that nobody can take back."""
    mode = pair.present.at(*_RETENTION, "mode")
    for row in _LOCKED if mode and mode.text == _FOREVER else ():
        yield from judged(row, "protection", pair)


def _retained(pair: Pair) -> Iterator[Consequence]:
    """Yield the rules of a backup plan that keep what they make for a shorter time."""
    for index, _ in enumerate(pair.former.each("rule")):
        path = ("rule", index, "lifecycle", "delete_after")
        yield from judged(Watch("aws_backup_plan", path, lower, "fewer_backups", "days"), "protection", pair)

"""An RDS instance that is restored from backups that were replicated to its region."""

from __future__ import annotations

from typing import Any

from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.postgres import PostgresInstance
from relinfra_constructs.database.postgres_props import PostgresProps

__all__ = ["RestoredInstance"]

_OF_THE_BACKUP = ("allocated_storage", "db_name", "username")
"""What RDS takes from the backup, whatever is asked for; storage may have grown since it was declared."""


class RestoredInstance(PostgresInstance):
    """An instance as its newest replicated backup has it, made when it is applied and never restored again.

    Outputs: as of every `Database`. `backups_arn` is that of `ReplicatedBackups`, and `key_arn` of the props the key
    that those are under: RDS restores under no other
    (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html has no key).
    """

    def __init__(self, scope: Construct, id: str, props: PostgresProps, backups_arn: str) -> None:
        self._backups_arn = backups_arn
        super().__init__(scope, id, props)

    def _content(self) -> dict[str, Any]:
        made = {key: value for key, value in super()._content().items() if key not in _OF_THE_BACKUP}
        ignored = [*made.get("lifecycle", {}).get("ignore_changes", ()), "restore_to_point_in_time"]
        return {
            **made,
            "restore_to_point_in_time": {
                "source_db_instance_automated_backups_arn": self._backups_arn,
                "use_latest_restorable_time": True,
            },
            # What a restore does not take is changed right after it, and not in the next maintenance window.
            "apply_immediately": True,
            # Without it, whoever takes the backups away later would have the database made anew.
            "lifecycle": {"ignore_changes": ignored},
        }

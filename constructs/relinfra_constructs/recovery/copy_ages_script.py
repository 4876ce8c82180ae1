"""The script that the document of `CopyAges` runs in Systems Manager: it publishes how old the newest copies are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3  # type: ignore[import-untyped]  # Systems Manager has it; here nothing imports this


def restorable(identifier: str) -> datetime | None:
    """Return until when replicated backups of an instance reach, None where there are none."""
    pages = boto3.client("rds").get_paginator("describe_db_instance_automated_backups")
    found = pages.paginate(DBInstanceIdentifier=identifier)
    windows = [one.get("RestoreWindow", {}) for page in found for one in page["DBInstanceAutomatedBackups"]]
    return max((one["LatestTime"] for one in windows if "LatestTime" in one), default=None)


def recoverable(vault: str, arn: str) -> datetime:
    """Return when the newest complete recovery point was made; of a vault that has none yet, when that was made."""
    backup = boto3.client("backup")
    pages = backup.get_paginator("list_recovery_points_by_backup_vault")
    found = pages.paginate(BackupVaultName=vault, ByResourceArn=arn)
    points = [one for page in found for one in page["RecoveryPoints"] if one["Status"] in ("AVAILABLE", "COMPLETED")]
    made: datetime = backup.describe_backup_vault(BackupVaultName=vault)["CreationDate"]
    return max((one["CreationDate"] for one in points), default=made)


def measure(events: dict[str, Any], context: object) -> dict[str, Any]:
    """Publish the age of each copy in seconds, and return those; of what is not known, nothing is published."""
    newest = {identifier: restorable(identifier) for identifier in events["backups"]}
    newest.update({identifier: recoverable(vault, arn) for identifier, vault, arn in events["points"]})
    now = datetime.now(UTC)
    ages = {copy: max((now - time).total_seconds(), 0) for copy, time in newest.items() if time}
    for copy, age in ages.items():
        datum = {"MetricName": events["metric"], "Dimensions": [{"Name": "Copy", "Value": copy}], "Unit": "Seconds"}
        data = [{**datum, "Value": age}]
        boto3.client("cloudwatch").put_metric_data(Namespace=events["namespace"], MetricData=data)
    return {"ages": ages, "unknown": sorted(set(newest) - set(ages))}

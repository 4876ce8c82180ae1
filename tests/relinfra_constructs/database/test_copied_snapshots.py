from typing import Any

import pytest

from relinfra_constructs.database.copied_snapshots import CopiedCluster, CopiedSnapshots, CopiedSnapshotsProps
from relinfra_constructs.errors import ConstructError
from tests.support import HERE, KEY_ARN, policy, resource, synthesize

THERE = HERE.in_region("us-west-2")
OTHER_KEY = THERE.arn("kms", "key/2")
CLUSTER = CopiedCluster(arn=HERE.arn("rds", "cluster:shop-production-main"), key_arn=KEY_ARN, kept_days=7)


def props(**arguments: Any) -> CopiedSnapshotsProps:
    defaults: dict[str, Any] = {
        "name": "shop-production",
        "source": HERE,
        "target": THERE,
        "key_arn": OTHER_KEY,
        "clusters": {"main": CLUSTER},
        "interval_hours": 6,
    }
    return CopiedSnapshotsProps(**defaults | arguments)


def copies(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: CopiedSnapshots(stack, "copies", props(**arguments)))


@pytest.mark.parametrize(
    ("hours", "schedule"),
    [(1, "0/1"), (2, "0/2"), (3, "2/3"), (4, "0/4"), (6, "2/6"), (8, "0/8"), (12, "8/12"), (24, "8")],
)
def test_snapshots_are_taken_as_often_each_day(hours: int, schedule: str) -> None:
    """At full hours, so that no day differs from another."""
    assert props(interval_hours=hours).schedule == f"cron(0 {schedule} * * ? *)"


def test_each_snapshot_is_copied_under_a_key_of_its_new_region() -> None:
    """And kept there for the days asked for; at home the cluster has backups of its own."""
    synthesized = copies()
    (rule,) = resource(synthesized, "aws_backup_plan.main")["rule"]
    (copy,) = rule["copy_action"]
    assert (rule["target_vault_name"], rule["lifecycle"]["delete_after"]) == (
        "${aws_backup_vault.copies_source.name}",
        2,
    )
    assert (copy["destination_vault_arn"], copy["lifecycle"]["delete_after"]) == ("${aws_backup_vault.copies.arn}", 7)
    vaults = synthesized["resource"]["aws_backup_vault"]
    found = {name: (vault["region"], vault["kms_key_arn"]) for name, vault in vaults.items()}
    assert found == {"copies": ("us-west-2", OTHER_KEY), "copies_source": ("us-east-1", KEY_ARN)}


def test_a_plan_copies_nothing_but_its_cluster() -> None:
    """With a role for AWS Backup of this account alone, permitted before it is used."""
    synthesized = copies()
    selection = resource(synthesized, "aws_backup_selection.main")
    assert (selection["resources"], selection["region"]) == ([CLUSTER.arn], "us-east-1")
    assert selection["depends_on"] == ["aws_iam_role_policy_attachment.copies_AWSBackupServiceRolePolicyForBackup"]
    (trust,) = policy(synthesized, "aws_iam_role.copies", "assume_role_policy")
    assert trust["Principal"] == {"Service": ["backup.amazonaws.com"]}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "111111111111"}}


@pytest.mark.parametrize("refused", [{"clusters": {}}, {"interval_hours": 5}, {"interval_hours": 48}])
def test_what_cannot_be_kept_to_is_refused(refused: dict[str, Any]) -> None:
    """Nothing to copy, or hours that make no day."""
    with pytest.raises(ConstructError, match=next(iter(refused)).partition("_")[0]):
        props(**refused)

from typing import Any

import pytest

from relinfra_constructs.database.backup import WeeklySnapshots, WeeklySnapshotsProps
from relinfra_constructs.errors import ConstructError
from tests.support import HERE, KEY_ARN, addresses, policy, resource, synthesize

DATABASE = HERE.arn("rds", "db:shop-production-main")


def snapshots(resource_arns: tuple[str, ...] = (DATABASE,), weeks_kept: int = 4) -> dict[str, Any]:
    props = WeeklySnapshotsProps(
        name="shop-production",
        placement=HERE,
        key_arn=KEY_ARN,
        resource_arns=resource_arns,
        weeks_kept=weeks_kept,
    )
    return synthesize(lambda stack: WeeklySnapshots(stack, "weekly", props))


def test_the_addresses_of_weekly_snapshots_are_these() -> None:
    """A change here recreates a vault, which AWS refuses while it holds snapshots."""
    assert addresses(snapshots()) == [
        "aws_backup_plan.weekly",
        "aws_backup_selection.weekly",
        "aws_backup_vault.weekly",
        "aws_iam_role.backup",
        "aws_iam_role_policy_attachment.backup_AWSBackupServiceRolePolicyForBackup",
    ]


def test_four_weekly_snapshots_are_kept_for_four_weeks() -> None:
    """Each Sunday one comes and the oldest goes."""
    (rule,) = resource(snapshots(weeks_kept=4), "aws_backup_plan.weekly")["rule"]
    assert rule["schedule"] == "cron(0 8 ? * SUN *)"
    assert rule["lifecycle"] == {"delete_after": 28}


def test_only_what_is_named_is_backed_up_into_an_encrypted_vault() -> None:
    """No tag of somebody else's resource brings it in."""
    synthesized = snapshots()
    selection = resource(synthesized, "aws_backup_selection.weekly")
    assert selection["resources"] == [DATABASE]
    assert "selection_tag" not in selection
    assert resource(synthesized, "aws_backup_vault.weekly")["kms_key_arn"] == KEY_ARN


def test_the_role_is_for_backups_of_this_account_and_cannot_restore() -> None:
    """A backup job needs no permission to make databases."""
    synthesized = snapshots()
    (trust,) = policy(synthesized, "aws_iam_role.backup", "assume_role_policy")
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "111111111111"}}
    assert list(synthesized["resource"]["aws_iam_role_policy_attachment"]) == [
        "backup_AWSBackupServiceRolePolicyForBackup"
    ]


@pytest.mark.parametrize("refused", [{"resource_arns": ()}, {"weeks_kept": 0}])
def test_a_plan_that_keeps_nothing_is_refused(refused: dict[str, Any]) -> None:
    """It would look like a backup and be none."""
    with pytest.raises(ConstructError, match="shop-production: expected"):
        snapshots(**refused)

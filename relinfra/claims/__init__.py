"""Claims: what the documents assert about behaviour, each with every condition that makes it true.

A sentence such as "alarms roll it back" rests on more than a block called `alarms`. A claim names all of it:
documents, states of the catalogue, gates, risks and lint ask the claim, and none of them a block.
"""

from relinfra.claims.claim import Claim, Condition, Verdict
from relinfra.claims.failover import FailoverMoves, failover_moves
from relinfra.claims.login import IamLogsIn, iam_logs_in
from relinfra.claims.migration import MigratesFirst, PreviousVersionWorks, migrates_first, previous_version_works
from relinfra.claims.rollback import (
    AlarmsRollBack,
    BreakerRollsBack,
    FailureRollsBack,
    alarms_roll_back,
    breaker_rolls_back,
    failure_rolls_back,
)
from relinfra.claims.rotation import (
    FailedRestartIsTold,
    PasswordRotates,
    RotationReachesTasks,
    failed_restart_is_told,
    password_rotates,
    rotation_reaches_tasks,
)
from relinfra.claims.upgrade import UpgradesWhenApplied, upgrades_when_applied
from relinfra.claims.waiting import TerraformWaits, terraform_waits
from relinfra.claims.watching import (
    SomebodyIsTold,
    copy_is_told,
    failure_is_told,
    gone_is_told,
    move_is_told,
    restarts_are_told,
)

__all__ = [
    "AlarmsRollBack",
    "BreakerRollsBack",
    "Claim",
    "Condition",
    "FailedRestartIsTold",
    "FailoverMoves",
    "FailureRollsBack",
    "IamLogsIn",
    "MigratesFirst",
    "PasswordRotates",
    "PreviousVersionWorks",
    "RotationReachesTasks",
    "SomebodyIsTold",
    "TerraformWaits",
    "UpgradesWhenApplied",
    "Verdict",
    "alarms_roll_back",
    "breaker_rolls_back",
    "copy_is_told",
    "failed_restart_is_told",
    "failover_moves",
    "failure_is_told",
    "failure_rolls_back",
    "gone_is_told",
    "iam_logs_in",
    "migrates_first",
    "move_is_told",
    "password_rotates",
    "previous_version_works",
    "restarts_are_told",
    "rotation_reaches_tasks",
    "terraform_waits",
    "upgrades_when_applied",
]

"""Claims: what the documents assert about behaviour, each with every condition that makes it true.

A sentence such as "alarms roll it back" rests on more than a block called `alarms`. A claim names all of it:
documents, states of the catalogue, gates, risks and lint ask the claim, and none of them a block.
"""

from relinfra.claims.checking import CheckedAlike, checked_alike
from relinfra.claims.claim import Claim, Condition, Verdict
from relinfra.claims.delivery import ApprovalEnforced, Asked, Misfit, approval_enforced, asked_of, misfits
from relinfra.claims.failover import FailoverMoves, failover_moves
from relinfra.claims.keeping import (
    LeavesSnapshot,
    OldVersionsKept,
    RequestsLogged,
    SnapshotsTaken,
    leaves_snapshot,
    old_versions_kept,
    requests_logged,
    snapshots_taken,
)
from relinfra.claims.login import IamLogsIn, iam_logs_in
from relinfra.claims.migration import (
    MigratesFirst,
    PreviousVersionWorks,
    change_is_borne,
    migrates_first,
    previous_version_works,
)
from relinfra.claims.passing import NoValuePasses, no_value_passes
from relinfra.claims.readiness import (
    AlarmsAreTold,
    BackedUp,
    ReleaseTurnsBack,
    SomebodyOnCall,
    alarms_are_told,
    backed_up,
    release_turns_back,
    somebody_on_call,
)
from relinfra.claims.replication import CopiedSoon, ObjectsCopied, copied_soon, objects_copied
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
from relinfra.claims.showing import (
    BelowAlarm,
    ChangelogTells,
    MigrationRehearsed,
    PeopleSaySo,
    SuitePasses,
    ToBeShown,
    below_alarm,
    changelog_tells,
    migration_rehearsed,
    people_say_so,
    suite_passes,
    to_be_shown,
)
from relinfra.claims.state import StateEncrypted, StateLocked, state_encrypted, state_locked
from relinfra.claims.upgrade import UpgradesWhenApplied, upgrades_when_applied
from relinfra.claims.waiting import TerraformWaits, terraform_waits
from relinfra.claims.watching import (
    SomebodyIsTold,
    alarm_is_told,
    copy_is_told,
    failure_is_told,
    gone_is_told,
    move_is_told,
    restarts_are_told,
)

__all__ = [
    "AlarmsAreTold",
    "AlarmsRollBack",
    "ApprovalEnforced",
    "Asked",
    "BackedUp",
    "BelowAlarm",
    "BreakerRollsBack",
    "ChangelogTells",
    "CheckedAlike",
    "Claim",
    "Condition",
    "CopiedSoon",
    "FailedRestartIsTold",
    "FailoverMoves",
    "FailureRollsBack",
    "IamLogsIn",
    "LeavesSnapshot",
    "MigratesFirst",
    "MigrationRehearsed",
    "Misfit",
    "NoValuePasses",
    "ObjectsCopied",
    "OldVersionsKept",
    "PasswordRotates",
    "PeopleSaySo",
    "PreviousVersionWorks",
    "ReleaseTurnsBack",
    "RequestsLogged",
    "RotationReachesTasks",
    "SnapshotsTaken",
    "SomebodyIsTold",
    "SomebodyOnCall",
    "StateEncrypted",
    "StateLocked",
    "SuitePasses",
    "TerraformWaits",
    "ToBeShown",
    "UpgradesWhenApplied",
    "Verdict",
    "alarm_is_told",
    "alarms_are_told",
    "alarms_roll_back",
    "approval_enforced",
    "asked_of",
    "backed_up",
    "below_alarm",
    "breaker_rolls_back",
    "change_is_borne",
    "changelog_tells",
    "checked_alike",
    "copied_soon",
    "copy_is_told",
    "failed_restart_is_told",
    "failover_moves",
    "failure_is_told",
    "failure_rolls_back",
    "gone_is_told",
    "iam_logs_in",
    "leaves_snapshot",
    "migrates_first",
    "migration_rehearsed",
    "misfits",
    "move_is_told",
    "no_value_passes",
    "objects_copied",
    "old_versions_kept",
    "password_rotates",
    "people_say_so",
    "previous_version_works",
    "release_turns_back",
    "requests_logged",
    "restarts_are_told",
    "rotation_reaches_tasks",
    "snapshots_taken",
    "somebody_on_call",
    "state_encrypted",
    "state_locked",
    "suite_passes",
    "terraform_waits",
    "to_be_shown",
    "upgrades_when_applied",
]

"""The age of the newest copy of each database, measured, and an alarm on each.

AWS counts jobs of AWS Backup, and tells neither a metric nor an event of how far replicated backups of RDS are behind:
they stop silently. What matters is one thing for all of them, how old the newest copy is, so a document of Systems
Manager asks for that every few minutes, and publishes it. No code of one's own is kept or deployed.

- The latest restorable time of replicated backups is `RestoreWindow.LatestTime` in the region of the copies.
  https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstanceAutomatedBackup.html
- A recovery point has the time at which it was made.
  https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html
- A document runs Python with boto3, and a rule can start it by the clock.
  https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.automation import AutomationProps, add_automation
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["COPY_NAMESPACE", "CopyAges", "CopyAgesProps", "ReplicatedBackup", "VaultCopy"]

COPY_NAMESPACE = "relinfra/Copies"
_METRIC = "CopyAge"
_VAULT_READS = ("backup:DescribeBackupVault", "backup:ListRecoveryPointsByBackupVault")
_MEASURED_MINUTES = 5
_PERIODS = 3
_SCRIPT = Path(__file__).with_name("copy_ages_script.py").read_text("utf-8")


class ReplicatedBackup(Props):
    """Replicated backups of an instance: its `identifier`, and how old the newest may be, in minutes.

    named: what the name of the alarm says of it; its key if None.
    """

    identifier: str
    limit_minutes: int
    named: str | None = None


class VaultCopy(Props):
    """Recovery points in a vault: `identifier` and `arn` of what they are of, the vault, how old the newest may be.

    named: what the name of the alarm says of it; its key if None.
    """

    identifier: str
    arn: str
    vault: str
    limit_minutes: int
    named: str | None = None


class CopyAgesProps(Props):
    """Props of the measurement: the copies, in one region, and the topic it tells.

    name: physical name prefix, such as `shop-production-copies`; document, rule and roles are called after it.
    terraform_name: the Terraform name of those, such as `copies`.
    placement: account and region of the copies, the topic and the stack.
    topic_arn: who is told.
    backups, recovery_points: what is measured, by keys whose Terraform form names the alarms; one at least.
    """

    name: str
    terraform_name: str
    placement: Placement
    topic_arn: str
    backups: Mapping[str, ReplicatedBackup] = field(default_factory=dict)
    recovery_points: Mapping[str, VaultCopy] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse to measure nothing. Raises ConstructError."""
        if not self.backups and not self.recovery_points:
            raise ConstructError(f"{self.name}: expected backups or recovery_points to measure, found none")


class CopyAges(Construct):
    """A rule, a document that measures, its two roles, and an alarm for each copy. Outputs: `alarm_arns`.

    An age that nobody could measure is missing, and as bad as it can be: the copy is gone, or the measurement broke.
    """

    def __init__(self, scope: Construct, id: str, props: CopyAgesProps) -> None:
        super().__init__(scope, id)
        self._props = props
        automation = AutomationProps(
            name=props.name,
            terraform_name=terraform_name(props.terraform_name),
            placement=props.placement,
            description=f"Measures how old the newest copies of {props.name} are",
            steps=[self._measuring()],
            statements=self._reading(),
            hears=f"Measures every {_MEASURED_MINUTES} minutes how old the newest copies are",
            target_id="measure",
            schedule=f"rate({_MEASURED_MINUTES} minutes)",
        )
        add_automation(self, automation)
        copies: dict[str, ReplicatedBackup | VaultCopy] = {**props.backups, **props.recovery_points}
        self.alarm_arns: tuple[str, ...] = tuple(self._alarm(key, copy).arn for key, copy in sorted(copies.items()))

    def _measuring(self) -> dict[str, Any]:
        """Return the step that asks how old each copy is, and publishes it."""
        asked = {
            "backups": sorted(one.identifier for one in self._props.backups.values()),
            "points": sorted([one.identifier, one.vault, one.arn] for one in self._props.recovery_points.values()),
        }
        return {
            "name": "measure",
            "action": "aws:executeScript",
            "timeoutSeconds": 120,
            "isEnd": True,
            "inputs": {
                "Runtime": "python3.11",
                "Handler": "measure",
                "Script": _SCRIPT,
                "InputPayload": {**asked, "namespace": COPY_NAMESPACE, "metric": _METRIC},
            },
        }

    def _reading(self) -> list[Statement]:
        placement, vaults = self._props.placement, {one.vault for one in self._props.recovery_points.values()}
        publish = Statement(
            sid="PublishAges",
            actions=["cloudwatch:PutMetricData"],
            resources=["*"],
            conditions={"StringEquals": {"cloudwatch:namespace": COPY_NAMESPACE}},
        )
        statements = [publish]
        if self._props.backups:
            kept = [placement.arn("rds", pattern) for pattern in ("auto-backup:*", "db:*")]
            statements.append(
                Statement(sid="ReadBackups", actions=["rds:DescribeDBInstanceAutomatedBackups"], resources=kept)
            )
        if vaults:
            named = [placement.arn("backup", f"backup-vault:{vault}") for vault in sorted(vaults)]
            statements.append(Statement(sid="ReadVaults", actions=list(_VAULT_READS), resources=named))
        return statements

    def _alarm(self, key: str, copy: ReplicatedBackup | VaultCopy) -> aws.CloudwatchMetricAlarm:
        minutes = _MEASURED_MINUTES * _PERIODS
        return aws.CloudwatchMetricAlarm(
            self,
            terraform_name(key, "copy_late"),
            alarm_name=f"{self._props.name}-{copy.named or key}-late",
            alarm_description=f"The newest copy of {copy.identifier} is older than {copy.limit_minutes} minutes, "
            f"or its age is not known, for {minutes} minutes.",
            namespace=COPY_NAMESPACE,
            metric_name=_METRIC,
            dimensions={"Copy": copy.identifier},
            statistic="Minimum",
            period=_MEASURED_MINUTES * 60,
            evaluation_periods=_PERIODS,
            datapoints_to_alarm=_PERIODS,
            comparison_operator="GreaterThanThreshold",
            threshold=copy.limit_minutes * 60,
            treat_missing_data="breaching",
            alarm_actions=[self._props.topic_arn],
            ok_actions=[self._props.topic_arn],
        )

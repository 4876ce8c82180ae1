"""An Aurora cluster that is restored from a snapshot that was copied to its region."""

from __future__ import annotations

from typing import Any

from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.aurora import AuroraCluster
from relinfra_constructs.database.aurora_props import AuroraProps

__all__ = ["RestoredCluster"]


class RestoredCluster(AuroraCluster):
    """A cluster as a snapshot has it, made when it is applied and never restored again.

    Outputs: as of every `Database`. `snapshot_arn` is that of a cluster snapshot, as recovery points of AWS Backup are.
    """

    def __init__(self, scope: Construct, id: str, props: AuroraProps, snapshot_arn: str) -> None:
        self._snapshot_arn = snapshot_arn
        super().__init__(scope, id, props)

    def _content(self) -> dict[str, Any]:
        # Name and user of the database are the snapshot's. Another snapshot would have the database made anew.
        ignored = {"ignore_changes": ["snapshot_identifier"]}
        return {"snapshot_identifier": self._snapshot_arn, "apply_immediately": True, "lifecycle": ignored}

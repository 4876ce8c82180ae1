"""The databases that are restored in the recovery region on the day, from the backups that were copied there."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.night import Night
from relinfra.matrix import Environment
from relinfra.stacks.databases import Ground, engines_of
from relinfra.stacks.scope import StackScope
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import Database
from relinfra_constructs.networking.existing_network import NetworkOutputs
from relinfra_constructs.recovery.recovery import ColdStandby

__all__ = ["RestoredDataStack"]


class RestoredDataStack(EnvironmentStack):
    """Outputs: `databases`, by their keys in the matrix.

    They lie under the key of the copies, which RDS restores them under.
    """

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        network: NetworkOutputs,
        copies: ColdStandby,
    ) -> None:
        super().__init__(app, scope, "data")
        ground = Ground(
            network=network,
            key_arn=copies.key_arn,
            log_retention_days=environment.observability.log_retention_days,
            night=Night(environment.timezone),
        )
        backups = copies.automated_backups_arns
        self.databases: Mapping[str, Database] = {
            key: engine.restore(self, ground, backups.get(key))
            for key, engine in engines_of(scope, environment.databases).items()
        }

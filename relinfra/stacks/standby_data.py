"""The databases of the recovery region: they follow those that run, and can be promoted."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.night import Night
from relinfra.matrix import Environment
from relinfra.stacks.data import DataStack
from relinfra.stacks.databases import Ground, followers_of
from relinfra.stacks.scope import StackScope
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import Database
from relinfra_constructs.networking.existing_network import NetworkOutputs

__all__ = ["StandbyDataStack"]


class StandbyDataStack(EnvironmentStack):
    """Outputs: `databases`, by their keys in the matrix."""

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        network: NetworkOutputs,
        data: DataStack,
        *,
        key_arn: str,
    ) -> None:
        super().__init__(app, scope, "data")
        ground = Ground(
            network=network,
            key_arn=key_arn,
            log_retention_days=environment.observability.log_retention_days,
            night=Night(environment.timezone),
        )
        followers = followers_of(scope, environment.databases)
        self.databases: Mapping[str, Database] = {
            key: follower.follow(self, ground, data.databases[key], data.scope.placement)
            for key, follower in followers.items()
        }

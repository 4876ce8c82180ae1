"""Alarms and dashboard of a standby, in its own region, since the other one may be lost."""

from __future__ import annotations

from relinfra.matrix import Environment, Standby
from relinfra.stacks.databases import followers_of
from relinfra.stacks.observability import ObservabilityStack
from relinfra.stacks.scope import StackScope
from relinfra.stacks.service import ServiceStack
from relinfra_constructs.cdk import Construct

__all__ = ["StandbyObservabilityStack"]


class StandbyObservabilityStack(ObservabilityStack):
    """Output: `topic`. Databases that follow are watched for how far they are behind too."""

    def __init__(
        self, app: Construct, scope: StackScope, environment: Environment, service: ServiceStack, plan: Standby
    ) -> None:
        self._plan = plan
        super().__init__(app, scope, environment, service)

    def _watch_databases(self) -> list[str]:
        followers = followers_of(self.scope, self._environment.databases).values()
        # At half of what may be lost, so that there is time to do something about it.
        limit = self._plan.rpo_minutes / 2
        return [arn for one in followers for arn in one.watch_lag(self, self.topic.arn, limit_minutes=limit)]

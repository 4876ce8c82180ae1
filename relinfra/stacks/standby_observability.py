"""Who is told what stands ready is in trouble, and the page they open: there, since the other region may be lost."""

from __future__ import annotations

from relinfra.stacks.databases import followers_of
from relinfra.stacks.observability import ObservabilityStack

__all__ = ["StandbyObservabilityStack"]


class StandbyObservabilityStack(ObservabilityStack):
    """Output: `topic`. Databases that follow are watched for how far they are behind too."""

    def _watch_databases(self) -> list[str]:
        plan = self._environment.disaster_recovery
        assert plan is not None, "what stands ready does so for the sake of recovery"
        followers = followers_of(self.scope, self._environment.databases).values()
        # At half of what may be lost, so that there is time to do something about it.
        limit = plan.rpo_minutes / 2
        return [arn for one in followers for arn in one.watch_lag(self, self.topic.arn, limit_minutes=limit)]

"""Where resources live: partition, account and region."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Placement"]


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An AWS account and region, and the ARNs of what lies there."""

    account: str
    region: str
    partition: str = "aws"

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a regional resource: `arn("sqs", "jobs")` ends in `:sqs:REGION:ACCOUNT:jobs`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def in_region(self, region: str) -> Placement:
        """Return the same account in another region."""
        return replace(self, region=region)

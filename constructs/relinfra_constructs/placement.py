"""The placement of resources: account and region, and what follows from the region's partition."""

from __future__ import annotations

from dataclasses import replace

from relinfra_constructs.partition import partition
from relinfra_constructs.props import Props

__all__ = ["Placement"]


class Placement(Props):
    """An AWS account and region, and the names of what lies there: ARNs, service principals, hosts."""

    account: str
    region: str

    @property
    def partition(self) -> str:
        """The partition of the region: `aws`, `aws-cn`, `aws-us-gov`."""
        return partition(self.region).name

    @property
    def audience(self) -> str:
        """For whom GitHub issues the tokens that are exchanged here: `sts.amazonaws.com`."""
        return partition(self.region).audience

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a regional resource: `arn("sqs", "jobs")` ends in `:sqs:REGION:ACCOUNT:jobs`."""
        return self._arn(service, self.region, self.account, resource)

    def anywhere_arn(self, service: str, resource: str) -> str:
        """Return the ARN pattern of a resource in every region of the account."""
        return self._arn(service, "*", self.account, resource)

    def anybody_arn(self, service: str, resource: str) -> str:
        """Return the ARN pattern of a resource in every region of every account of the partition."""
        return self._arn(service, "*", "*", resource)

    def account_arn(self, service: str, resource: str) -> str:
        """Return the ARN of what has no region: `account_arn("iam", "role/a")` ends in `:iam::ACCOUNT:role/a`."""
        return self._arn(service, "", self.account, resource)

    def global_arn(self, service: str, resource: str, owner: str = "") -> str:
        """Return the ARN of what has neither region nor account: `global_arn("s3", "bucket")` ends in `:s3:::bucket`.

        `owner` stands in the account's place: AWS itself, whose policies are `:iam::aws:policy/…`, or another account.
        """
        return self._arn(service, "", owner, resource)

    def within(self, arn: str) -> str:
        """Return an ARN in which `{partition}`, `{region}` and `{account}` stand for those of here."""
        named = {"{partition}": self.partition, "{region}": self.region, "{account}": self.account}
        for word, here in named.items():
            arn = arn.replace(word, here)
        return arn

    def service_principal(self, service: str) -> str:
        """Return how policies of this region name an AWS service: `service_principal("ecs-tasks")`."""
        return partition(self.region).service_principal(service, self.region)

    def through(self, service: str) -> str | list[str]:
        """Return what `kms:ViaService` compares with for a service of this region: `s3.us-east-1.amazonaws.com`.

        Where the partition has a DNS suffix of its own both forms are named: no text of AWS says which one KMS sends
        there, and either is this service and no other.
        """
        universal = f"{service}.{self.region}.amazonaws.com"
        own = f"{service}.{self.region}.{partition(self.region).dns_suffix}"
        return universal if own == universal else [own, universal]

    def endpoint_service(self, service: str) -> str:
        """Return the name of the service behind an interface endpoint: `com.amazonaws.us-east-1.ecr.api`."""
        return partition(self.region).endpoint_service(service, self.region)

    def in_region(self, region: str) -> Placement:
        """Return the same account in another region."""
        return replace(self, region=region)

    def _arn(self, service: str, region: str, account: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"

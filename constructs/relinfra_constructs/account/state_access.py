"""Permissions to read and write the Terraform states of one environment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import bucket_arn

__all__ = ["StateAccess", "through_s3"]


class StateAccess(Props):
    """The states of one environment: those whose key in the bucket begins with `prefix`.

    bucket: the bucket's name.
    placement: account and region of the bucket, which may be another account than the roles'.
    prefix: how the keys of the environment begin, such as `shop/shop-production-`.
    further: the same in buckets of other regions, for stacks that have to outlive this one; none by default.
    """

    bucket: str
    placement: Placement
    prefix: str
    further: Sequence[StateAccess] = ()

    @property
    def each(self) -> tuple[StateAccess, ...]:
        """Every bucket on its own, as its own policy knows it."""
        return (replace(self, further=()), *self.further)

    @property
    def states(self) -> list[str]:
        """The ARN patterns of the states."""
        return [f"{one}/{self.prefix}*.tfstate" for one in self._buckets]

    @property
    def locks(self) -> list[str]:
        """The ARN patterns of the locks beside the states."""
        return [f"{state}.tflock" for state in self.states]

    @property
    def records(self) -> str:
        """The ARN pattern of what the pipeline keeps of its applies beside the states."""
        return f"{bucket_arn(self.placement, self.bucket)}/{self.prefix}*.applied.json"

    @property
    def _buckets(self) -> list[str]:
        return [bucket_arn(one.placement, one.bucket) for one in self.each]

    def reading(self) -> list[Statement]:
        """Let a role read the states. It takes no lock: a preview must not be able to hold up a deployment."""
        return [
            self._listing(),
            Statement(sid="ReadState", actions=["s3:GetObject"], resources=[*self.states, self.records]),
        ]

    def writing(self) -> list[Statement]:
        """Let a role replace the states, and take and give back their locks; it deletes no state."""
        return [
            self._listing(),
            Statement(
                sid="WriteState", actions=["s3:GetObject", "s3:PutObject"], resources=[*self.states, self.records]
            ),
            Statement(
                sid="LockState",
                actions=["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                resources=self.locks,
            ),
        ]

    def opening(self) -> list[Statement]:
        """Let a role decrypt what it reads."""
        return self._through("OpenState", "kms:Decrypt")

    def sealing(self) -> list[Statement]:
        """Let a role decrypt what it reads and encrypt what it writes."""
        return self._through("SealState", "kms:Decrypt", "kms:GenerateDataKey")

    def _through(self, sid: str, *actions: str) -> list[Statement]:
        return [
            through_s3(f"{sid}{number or ''}", one.placement, one.bucket, *actions)
            for number, one in enumerate(self.each)
        ]

    def _listing(self) -> Statement:
        # Without it S3 answers 403 instead of 404 for a state that does not exist yet, and Terraform gives up. It also
        # looks for workspaces, below `env:/`, at every init; there are none.
        return Statement(
            sid="ListStates",
            actions=["s3:ListBucket"],
            resources=self._buckets,
            conditions={"StringLike": {"s3:prefix": [f"{self.prefix}*", "env:/*"]}},
        )


def through_s3(sid: str, placement: Placement, bucket: str, *actions: str) -> Statement:
    """Allow the use of a bucket's key, through S3 and for objects of this bucket alone.

    The key's id is AWS's to choose, and a role of another account cannot look it up. The encryption context, which
    under a bucket key is the bucket's ARN, says which key is meant.
    """
    return Statement(
        sid=sid,
        actions=actions,
        resources=[placement.arn("kms", "key/*")],
        conditions={
            "StringEquals": {
                "kms:EncryptionContext:aws:s3:arn": bucket_arn(placement, bucket),
                "kms:ViaService": placement.through("s3"),
            }
        },
    )

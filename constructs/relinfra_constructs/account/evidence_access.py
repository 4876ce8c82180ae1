"""Permissions to write the evidence of one environment."""

from __future__ import annotations

from relinfra_constructs.account.state_access import through_s3
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import bucket_arn

__all__ = ["EvidenceAccess"]


class EvidenceAccess(Props):
    """The folder of one environment in the evidence bucket, which its releases add to and never read.

    bucket: the bucket's name.
    placement: account and region of the bucket.
    folder: the environment's folder, such as `production`.
    """

    bucket: str
    placement: Placement
    folder: str

    @property
    def objects(self) -> str:
        """The ARN pattern of what the environment's releases write."""
        return f"{bucket_arn(self.placement, self.bucket)}/{self.folder}/*"

    def writing(self) -> list[Statement]:
        """Let a role add evidence; what it writes over stays as a locked version."""
        return [Statement(sid="AddEvidence", actions=["s3:PutObject"], resources=[self.objects])]

    def sealing(self) -> list[Statement]:
        """Let a role encrypt it; S3 decrypts the parts of a large file itself, with the writer's permission."""
        return [through_s3("SealEvidence", self.placement, self.bucket, "kms:Decrypt", "kms:GenerateDataKey")]

"""The role that pushes images: it adds to the repositories of a project, and takes nothing away."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.account.github_oidc import GithubRuns, github_trust
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, document
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["PushRole", "PushRoleProps"]

_SESSION_SECONDS = 7200
_PUSH = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:DescribeImageScanFindings",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
"""Pushing, and reading what was found in an image.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
"""
_INSPECT = ("inspector2:ListCoverage", "inspector2:ListFindings")
"""Asked for where Amazon Inspector has the findings, which take no resource.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoninspector2.html
"""


class PushRoleProps(Props):
    """Props of a `PushRole`.

    name: the role's name, such as `shop-images-push`.
    placement: its account.
    provider_arn: GitHub's OIDC provider in the account.
    runs: the workflow runs that may push, of one repository each.
    repositories: the ARNs of the repositories.
    inspector: whether Amazon Inspector has the findings. False by default.
    """

    name: str
    placement: Placement
    provider_arn: str
    runs: Sequence[GithubRuns]
    repositories: Sequence[str]
    inspector: bool = False


class PushRole(Construct):
    """A role for `docker push`, trusted for runs in one GitHub environment alone. Outputs: `arn`, `name`.

    Read as an attacker who holds it: tags are given once, so they can add images and change none; a release is given
    an image by its digest, and only after it was looked through.
    """

    def __init__(self, scope: Construct, id: str, props: PushRoleProps) -> None:
        super().__init__(scope, id)
        role = aws.IamRole(
            self,
            "images_push",
            name=props.name,
            assume_role_policy=document(
                *(github_trust(props.placement, props.provider_arn, runs) for runs in props.runs)
            ),
            max_session_duration=_SESSION_SECONDS,
        )
        policy = document(*_statements(props))
        aws.IamRolePolicy(self, "images_push", name=props.name, role=role.name, policy=policy)
        self.arn: str = role.arn
        self.name: str = role.name


def _statements(props: PushRoleProps) -> list[Statement]:
    # The token belongs to the registry, not to a repository: AWS takes only `*` here.
    login = Statement(sid="LogInToRegistry", actions=["ecr:GetAuthorizationToken"], resources=["*"])
    push = Statement(sid="PushImages", actions=_PUSH, resources=list(props.repositories))
    inspect = [Statement(sid="ReadFindings", actions=_INSPECT, resources=["*"])] if props.inspector else []
    return [login, push, *inspect]

"""GitHub as an identity provider: workflows prove who they are, and no key is stored anywhere."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement

__all__ = ["GITHUB_ISSUER", "GithubOidc", "github_trust", "oidc_provider_arn"]

GITHUB_ISSUER = "token.actions.githubusercontent.com"


class GithubOidc(Construct):
    """The provider of one account, of which AWS allows one for each issuer. Output: `arn`.

    Without thumbprints: AWS verifies GitHub's certificate by itself, and a pinned one would break when it changes.
    """

    def __init__(self, scope: Construct, id: str, placement: Placement) -> None:
        super().__init__(scope, id)
        provider = aws.IamOpenidConnectProvider(
            self, "github", url=f"https://{GITHUB_ISSUER}", client_id_list=[placement.audience]
        )
        self.arn: str = provider.arn


def oidc_provider_arn(placement: Placement) -> str:
    """Return the ARN of GitHub's provider in an account, whoever made it."""
    return placement.account_arn("iam", f"oidc-provider/{GITHUB_ISSUER}")


def github_trust(placement: Placement, provider_arn: str, subject: str) -> Statement:
    """Trust workflow runs whose `sub` claim is exactly `subject`, such as `repo:acme/shop:environment:staging`.

    A pattern would let in what the author of a branch or of another repository can name; so there is none, and the
    audience is checked too, so that a token made for somebody else does not open the account.
    """
    return Statement(
        actions=["sts:AssumeRoleWithWebIdentity"],
        principals={"Federated": [provider_arn]},
        conditions={"StringEquals": {f"{GITHUB_ISSUER}:aud": placement.audience, f"{GITHUB_ISSUER}:sub": subject}},
    )

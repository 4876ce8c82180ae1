"""GitHub as an identity provider: workflows prove who they are, and no key is stored anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["GITHUB_ISSUER", "GithubOidc", "GithubRuns", "github_trust", "oidc_provider_arn"]

GITHUB_ISSUER = "token.actions.githubusercontent.com"


class GithubRuns(Props):
    """The workflow runs that a role is for: every form of their `sub` claim, and the ids of their repository.

    subjects: such as `repo:acme/shop:environment:staging`, and with ids `repo:acme@12/shop@34:environment:staging`.
    repository_id, owner_id: which GitHub gives once, whatever a repository is called later; not compared by default.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
    """

    subjects: Sequence[str]
    repository_id: int | None = None
    owner_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse runs without a name, whom any repository could have. Raises ConstructError."""
        if not self.subjects or not all(self.subjects):
            raise ConstructError(f"expected the sub claims of the runs that are trusted, found {self.subjects!r}")


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


def github_trust(placement: Placement, provider_arn: str, runs: GithubRuns) -> Statement:
    """Trust workflow runs with one of these `sub` claims, of one repository by its ids where they are known.

    A pattern would let in what the author of a branch or of another repository can name; so there is none, and the
    audience is checked too, so that a token made for somebody else does not open the account.
    """
    subjects = list(runs.subjects)
    conditions: dict[str, dict[str, str | list[str]]] = {
        "StringEquals": {
            f"{GITHUB_ISSUER}:aud": placement.audience,
            f"{GITHUB_ISSUER}:sub": subjects[0] if len(subjects) == 1 else subjects,
        }
    }
    if runs.repository_id is not None and runs.owner_id is not None:
        # Every token of GitHub has these claims; STS knows them in the commercial partition since February 2026, and is
        # not said to in others, where a plain comparison would lock everybody out.
        conditions["StringEqualsIfExists"] = {
            f"{GITHUB_ISSUER}:repository_id": str(runs.repository_id),
            f"{GITHUB_ISSUER}:repository_owner_id": str(runs.owner_id),
        }
    return Statement(
        actions=["sts:AssumeRoleWithWebIdentity"],
        principals={"Federated": [provider_arn]},
        conditions=conditions,
    )

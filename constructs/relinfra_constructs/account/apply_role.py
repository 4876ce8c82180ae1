"""The role that deploys an environment: everything of its own, and nothing that would give it more."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra_constructs import aws
from relinfra_constructs.account.deploy_permissions import deploy_permissions
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.evidence_access import EvidenceAccess
from relinfra_constructs.account.github_oidc import GithubRuns, github_trust
from relinfra_constructs.account.passed_roles import pass_role
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import INLINE_LIMIT, Statement, attach, aws_managed_policy, document
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["ApplyRole", "ApplyRoleProps"]

_SESSION_SECONDS = range(3600, 43_200 + 1)
"""What AWS allows as the longest session of a role."""


class ApplyRoleProps(Props):
    """Props of an `ApplyRole`: the environment that is deployed, and by whom.

    access: the environment.
    state: where its states lie.
    evidence: where its releases leave their evidence; None leaves none.
    limits: the policies of what it never does, from `PipelineLimits`.
    provider_arn: GitHub's OIDC provider in the account.
    runs: the workflow runs that may deploy, by the exact `sub` claims of their tokens.
    session_seconds: the longest session, 3600 to 43200: longer than the longest deployment with its bake time.
    """

    access: EnvironmentAccess
    state: StateAccess
    evidence: EvidenceAccess | None
    limits: Mapping[str, str]
    provider_arn: str
    runs: GithubRuns
    session_seconds: int

    def __post_init__(self) -> None:
        """Refuse a session AWS does not offer. Raises ConstructError."""
        if self.session_seconds not in _SESSION_SECONDS:
            found = f"found {self.session_seconds}"
            raise ConstructError(f"{self.access.apply_role_name}: expected session_seconds from 3600 to 43200, {found}")


class ApplyRole(Construct):
    """A role for `terraform apply`, trusted for runs in one GitHub environment alone. Outputs: `arn`, `name`.

    Read as an attacker who holds it: they can change what runs in the environment, which is what the role is for,
    and so act with the rights of its workloads. They cannot act beyond those: roles they make carry a boundary that
    they can neither change nor take off, are named after the environment, and go to the services of its stacks only.
    They cannot change their own rights, GitHub's trust, the buckets of state and evidence or their keys, lift a lock
    of evidence, or touch what AWS knows by tag as another environment's. They read no secret and no object directly.
    """

    def __init__(self, scope: Construct, id: str, props: ApplyRoleProps) -> None:
        super().__init__(scope, id)
        access, name = props.access, terraform_name(props.access.environment, "apply")
        role = aws.IamRole(
            self,
            name,
            name=access.apply_role_name,
            assume_role_policy=document(github_trust(access.placement, props.provider_arn, props.runs)),
            max_session_duration=props.session_seconds,
        )
        attach(self, name, role=role, policy_arn=aws_managed_policy(access.placement, "ReadOnlyAccess"))
        for kind, arn in props.limits.items():
            aws.IamRolePolicyAttachment(self, f"{name}_{kind}", role=role.name, policy_arn=arn)
        policy = document(*_statements(props))
        if len(policy) > INLINE_LIMIT:
            found = f"a policy of {len(policy)} characters, AWS takes {INLINE_LIMIT}"
            raise ConstructError(f"{access.apply_role_name}: {found}")
        aws.IamRolePolicy(self, name, name=access.apply_role_name, role=role.name, policy=policy)
        self.arn: str = role.arn
        self.name: str = role.name


def _statements(props: ApplyRoleProps) -> list[Statement]:
    access, evidence = props.access, props.evidence
    return [
        *deploy_permissions(access),
        pass_role(access),
        *props.state.writing(),
        *props.state.sealing(),
        *([*evidence.writing(), *evidence.sealing()] if evidence else []),
    ]

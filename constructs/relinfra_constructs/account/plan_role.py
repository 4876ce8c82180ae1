"""The role that previews a change: it reads what is there, and no data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from relinfra_constructs import aws
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.github_oidc import GithubRuns, github_trust
from relinfra_constructs.account.plan_reads import plan_reads
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import document
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["PlanRole", "PlanRoleProps"]

_SESSION_SECONDS = 3600


class PlanRoleProps(Props):
    """Props of a `PlanRole`: the environment that is previewed, and for whom.

    access: the environment.
    state: where its states lie.
    limits: the policies of what it never does, from `PipelineLimits`.
    provider_arn: GitHub's OIDC provider in the account.
    runs: the workflow runs that may preview, by the exact `sub` claims of their tokens.
    reads: IAM actions that refreshing further Terraform types takes, by type; none by default.
    """

    access: EnvironmentAccess
    state: StateAccess
    limits: Mapping[str, str]
    provider_arn: str
    runs: GithubRuns
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)


class PlanRole(Construct):
    """A role for `terraform plan -lock=false`, for at most an hour. Outputs: `arn`, `name`.

    Read as an attacker: pull requests run with it, so it is in the hands of everybody who may push a branch. It
    changes nothing, not even a lock; it reads the states of its own environment, and of the infrastructure what
    refreshing those types takes that our stacks are made of. A refusal that no policy added later lifts keeps secrets
    and data from it all the same.
    """

    def __init__(self, scope: Construct, id: str, props: PlanRoleProps) -> None:
        super().__init__(scope, id)
        access, name = props.access, terraform_name(props.access.environment, "plan")
        role = aws.IamRole(
            self,
            name,
            name=access.plan_role_name,
            assume_role_policy=document(github_trust(access.placement, props.provider_arn, props.runs)),
            max_session_duration=_SESSION_SECONDS,
        )
        for kind, arn in props.limits.items():
            aws.IamRolePolicyAttachment(self, f"{name}_{kind}", role=role.name, policy_arn=arn)
        aws.IamRolePolicy(
            self,
            name,
            name=access.plan_role_name,
            role=role.name,
            policy=document(*props.state.reading(), *props.state.opening(), *plan_reads(access, props.reads)),
        )
        self.arn: str = role.arn
        self.name: str = role.name

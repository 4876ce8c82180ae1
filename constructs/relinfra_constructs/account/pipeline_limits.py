"""The refusals that both roles of an environment's pipeline carry, whatever else they are allowed."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.account.data_refusal import data_refusal
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.refusals import foundation_refusal, sibling_refusal
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import document
from relinfra_constructs.naming import terraform_name

__all__ = ["PipelineLimits"]


class PipelineLimits(Construct):
    """The policy `shop-production-limits`, which only refuses. Output: `arn`.

    A policy of its own, so that it stays in force when somebody adds to what a role may do.
    """

    def __init__(self, scope: Construct, id: str, access: EnvironmentAccess, state: StateAccess) -> None:
        super().__init__(scope, id)
        policy = aws.IamPolicy(
            self,
            terraform_name(access.environment, "limits"),
            name=access.limits_name,
            description=f"What no release of {access.name} does: read data, widen its own rights",
            policy=document(
                *foundation_refusal(access),
                *sibling_refusal(access),
                *data_refusal(access.placement, [state.states, f"{state.states}.tflock", _scripts(access)]),
            ),
        )
        self.arn: str = policy.arn


def _scripts(access: EnvironmentAccess) -> str:
    """Return where the canaries' scripts lie: Terraform puts them there, and looks at them again."""
    placement = access.placement
    return placement.global_arn("s3", f"{access.name}-*synthetics-{placement.account}/scripts/*")

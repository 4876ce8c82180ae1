"""The refusals that both roles of an environment's pipeline carry, whatever else they are allowed."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.account.data_refusal import data_refusal
from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.evidence_access import EvidenceAccess
from relinfra_constructs.account.refusals import foreign_objects_refusal, foundation_refusal, sibling_refusal
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, managed_document
from relinfra_constructs.naming import terraform_name

__all__ = ["PipelineLimits"]


class PipelineLimits(Construct):
    """The policy `shop-production-limits`, which only refuses; where the account is shared, `shop-production-siblings`.

    Policies of their own, so that they stay in force when somebody adds to what a role may do. Output: `arns`, of each
    by what it is called after the environment.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        access: EnvironmentAccess,
        state: StateAccess,
        evidence: EvidenceAccess | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._environment = access.environment
        states = [*state.states, state.records, *state.locks]
        self.arns: dict[str, str] = {
            "limits": self._policy(
                "limits",
                access.limits_name,
                f"What no release of {access.name} does: read data, widen its own rights",
                *foundation_refusal(access),
                foreign_objects_refusal(access, [*states, *([evidence.objects] if evidence else [])]),
                *data_refusal(access.placement, [*states, access.scripts]),
            )
        }
        if access.siblings:
            description = f"What no release of {access.name} touches: other environments in its account"
            self.arns["siblings"] = self._policy(
                "siblings", access.siblings_name, description, *sibling_refusal(access)
            )

    def _policy(self, kind: str, name: str, description: str, *statements: Statement) -> str:
        return aws.IamPolicy(
            self,
            terraform_name(self._environment, kind),
            name=name,
            description=description,
            policy=managed_document(name, *statements),
        ).arn

"""One Terraform stack of an environment: its state, its provider, its tags."""

from __future__ import annotations

from relinfra.stacks.backend import keep_state
from relinfra.stacks.lookup import resource_of
from relinfra.stacks.scope import StackScope
from relinfra_constructs import aws
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import Construct, TerraformStack
from relinfra_constructs.placement import Placement

__all__ = ["EnvironmentStack"]


class EnvironmentStack(TerraformStack):
    """A stack of one environment: locked and encrypted state, the account pinned, every resource tagged.

    Teams derive their own from it: `EnvironmentStack(app, environment.scope, "audit")` is the stack
    `shop-production-audit`. `placement` overrides the region, for what lies in the recovery region.
    """

    def __init__(
        self, app: Construct, scope: StackScope, component: str, *, placement: Placement | None = None
    ) -> None:
        self._scope = scope
        self._component = scope.component(component)
        stack_id = scope.stack_id(component)
        super().__init__(app, stack_id)
        batch = Batch.of(self)  # first in the stack, so that overrides of single resources win over the bodies in it
        if scope.role_boundary:
            batch.default("aws_iam_role", "permissions_boundary", scope.role_boundary)
        self._state = keep_state(
            self,
            project=scope.project,
            bucket=scope.state_bucket,
            region=scope.state_region,
            bucket_has_key=scope.role_boundary is not None,
            account=(placement or scope.placement).account,
            environment=scope.regional_name,
        )
        self._state.declare(home_state=scope.home_state, on_the_day=scope.on_the_day)
        where = placement or scope.placement
        provider = aws.Provider(
            self,
            region=where.region,
            allowed_account_ids=[where.account],
            default_tags={"tags": _tags(scope, self._component, where)},
        )
        provider.declare({"account": where.account, "region": where.region})

    @property
    def component(self) -> str:
        """The component of the stack, such as `network`; the last part of its id."""
        return self._component

    def resource(self, address: str) -> aws.Resource | aws.DataSource:
        """Return what has a Terraform address here, such as `aws_vpc.main`, to read or `override` its arguments.

        Raises UsageError naming the nearest address.
        """
        return resource_of(self, address)

    def declare(self, **contract: object) -> None:
        """Declare something of the stack for the policies, beside its state."""
        self._state.declare(**contract)

    @property
    def scope(self) -> StackScope:
        """The environment and region this stack belongs to."""
        return self._scope


def _tags(scope: StackScope, component: str, placement: Placement) -> dict[str, str]:
    own = {
        "component": component,
        "environment": scope.environment,
        "managed-by": "relinfra",
        "project": scope.project,
        "region": placement.region,
    }
    return {aws.literal(name): aws.literal(value) for name, value in sorted({**scope.tags, **own}.items())}

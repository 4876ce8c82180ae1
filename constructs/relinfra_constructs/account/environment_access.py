"""The environment that a pipeline's role is for: whose names, regions and domains its permissions are limited to."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs.account.name_space import SYNTHETICS_KEEPS
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["EnvironmentAccess"]


class EnvironmentAccess(Props):
    """One environment in one account.

    project, environment: its names, as its resources are tagged.
    placement: its account; the region is that of the stack.
    regions: where its resources lie, the recovery region among them.
    guarded_buckets: ARNs of the buckets of state, evidence and their logs, which no release may reconfigure.
    guarded_repositories: ARNs of the container repositories in its account, of which no release removes an image.
    domains: names its services are reached under; of no others may DNS records change.
    checks_health: whether Route 53 leads those names elsewhere by checks of its own. False by default.
    siblings: other environments of the project in the same account, whose resources it must not touch.
    further_services: IAM prefixes of AWS services, such as `dynamodb`, that the team's own stacks also use.
    keeps_master_passwords: whether its stacks hold secrets with master passwords that RDS does not manage.
    workloads: what its applications are allowed besides, which their boundary then admits; nothing by default.
    short_names: prefixes of load balancers and target groups whose names have no room for its own; none by default.
    sibling_short_names: those of its siblings.
    answers_code_deploy: whether functions of its own are hooks of CodeDeploy's, which have to answer. False by default.
    """

    project: str
    environment: str
    placement: Placement
    regions: Sequence[str]
    guarded_buckets: Sequence[str]
    domains: Sequence[str] = ()
    siblings: Sequence[str] = ()
    further_services: Sequence[str] = ()
    keeps_master_passwords: bool = False
    workloads: Sequence[Statement] = ()
    answers_code_deploy: bool = False
    short_names: Sequence[str] = ()
    sibling_short_names: Sequence[str] = ()
    checks_health: bool = False
    guarded_repositories: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse a guarded bucket among the environment's own, which its releases may do anything with.

        Raises ConstructError.
        """
        for arn in self.guarded_buckets:
            if arn.startswith(self.placement.global_arn("s3", f"{self.name}-")):
                raise ConstructError(
                    f"{self.name}: expected buckets of state and evidence outside of the environment's own names "
                    f"`{self.name}-…`, found {arn}; call it otherwise, or a release could overwrite every state"
                )

    @property
    def sibling_names(self) -> list[str]:
        """The prefixes of the physical names of its siblings: `shop-staging`."""
        return [f"{self.project}-{sibling}" for sibling in sorted(self.siblings)]

    @property
    def name(self) -> str:
        """The prefix of every physical name: `shop-production`."""
        return f"{self.project}-{self.environment}"

    @property
    def plan_role_name(self) -> str:
        """The role that previews: `shop-production-plan`."""
        return f"{self.name}-plan"

    @property
    def apply_role_name(self) -> str:
        """The role that deploys: `shop-production-apply`."""
        return f"{self.name}-apply"

    @property
    def boundary_name(self) -> str:
        """The permissions boundary of every role the environment makes: `shop-production-boundary`."""
        return f"{self.name}-boundary"

    @property
    def boundary_arn(self) -> str:
        """The ARN of that boundary."""
        return self.iam(f"policy/{self.boundary_name}")

    @property
    def limits_name(self) -> str:
        """The policy of what neither role does: `shop-production-limits`."""
        return f"{self.name}-limits"

    @property
    def siblings_name(self) -> str:
        """The policy of what belongs to others in a shared account: `shop-production-siblings`."""
        return f"{self.name}-siblings"

    @property
    def workload_roles(self) -> str:
        """The ARN pattern of the roles that the environment's stacks make."""
        return self.iam(f"role/{self.name}-*")

    @property
    def scripts(self) -> str:
        """The ARN pattern of canaries' scripts, which Terraform puts into a bucket and looks at again."""
        return self.placement.global_arn("s3", f"{self.name}-*synthetics-{self.placement.account}/scripts/*")

    def iam(self, resource: str) -> str:
        """Return the ARN of something of IAM, which has no region."""
        return self.placement.account_arn("iam", resource)

    def principals(self, *services: str) -> list[str]:
        """Return how policies name AWS services in the environment's regions, each name once."""
        places = [self.placement.in_region(region) for region in self.regions]
        return list(dict.fromkeys(place.service_principal(service) for service in services for place in places))

    def through(self, *services: str) -> list[str]:
        """Return what `kms:ViaService` compares with for services in the environment's regions."""
        places = [self.placement.in_region(region) for region in self.regions]
        found = (place.through(service) for service in services for place in places)
        return [name for each in found for name in ([each] if isinstance(each, str) else each)]

    def anywhere(self, service: str, *resources: str) -> list[str]:
        """Return ARN patterns in every region of the account.

        In a resource `{name}` is the environment's prefix, and `{start}` what Synthetics keeps of it in names.
        """
        named = [
            resource.replace("{name}", self.name).replace("{start}", self.name[:SYNTHETICS_KEEPS])
            for resource in resources
        ]
        return [self.placement.anywhere_arn(service, resource) for resource in named]

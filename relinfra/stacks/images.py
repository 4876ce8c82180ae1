"""The container repositories of a matrix, as an account's bootstrap makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from relinfra.domain.github_subjects import IMAGES_ENVIRONMENT
from relinfra.domain.names import images_name, push_role_name
from relinfra.matrix.repositories import Registry, repositories
from relinfra_constructs.account.container_registry import ContainerRegistry, ContainerRegistryProps
from relinfra_constructs.account.container_repository import ImagePuller, ImagesKept
from relinfra_constructs.account.github_oidc import GithubRuns
from relinfra_constructs.account.push_role import PushRole, PushRoleProps
from relinfra_constructs.placement import Placement

if TYPE_CHECKING:
    from relinfra.matrix import Bootstrap, Images, Matrix
    from relinfra.matrix.repositories import ContainerRepository
    from relinfra_constructs.cdk import Construct

__all__ = ["container_images", "repository_arns"]


def repository_arns(matrix: Matrix, bootstrap: Bootstrap, account: str) -> list[str]:
    """Return the ARNs of the repositories that the bootstrap of an account makes, none without `images`."""
    if bootstrap.images is None:
        return []
    return [
        Placement(account=account, region=registry.region).arn("ecr", f"repository/{found.name}")
        for found in repositories(matrix)
        for registry in (found.home, *found.replicas)
        if registry.account == account
    ]


def container_images(
    scope: Construct, matrix: Matrix, bootstrap: Bootstrap, placement: Placement, provider_arn: str | None
) -> None:
    """Make the registries of an account, and the role that pushes to those that images are pushed to.

    `provider_arn` is GitHub's in the account, None where nothing else needs it there.
    """
    if bootstrap.images is None:
        return
    own = [found for found in repositories(matrix) if found.home.account == placement.account]
    arns: list[str] = []
    for registry in sorted({registry for found in own for registry in (found.home, *found.replicas)}):
        props = _registry(matrix, bootstrap.images, placement, registry)
        made = ContainerRegistry(scope, f"images-{registry.region}", props)
        arns += [made.arns[found.name] for found in own if found.home == registry]
    if arns and provider_arn:
        PushRole(scope, "images-push", _pushing(matrix, bootstrap, placement, provider_arn, arns))


def _registry(matrix: Matrix, images: Images, placement: Placement, registry: Registry) -> ContainerRegistryProps:
    elsewhere = None if registry.region == placement.region else registry.region
    found = repositories(matrix)
    return ContainerRegistryProps(
        repositories={one.name: _pullers(matrix, one) for one in found if registry in (one.home, *one.replicas)},
        replicated=_replicated(registry, found),
        key_name=images_name(matrix.project),
        placement=placement.in_region(registry.region),
        kept=ImagesKept(stages=_stages(matrix), releases=images.kept_releases, unreleased_days=images.unreleased_days),
        enhanced=images.scanning == "enhanced",
        suffix=elsewhere or "",
        region=elsewhere,
    )


def _replicated(registry: Registry, all_of_them: Sequence[ContainerRepository]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for repository in all_of_them:
        for replica in repository.replicas if repository.home == registry else ():
            found.setdefault(replica.region, []).append(repository.name)
    return found


def _stages(matrix: Matrix) -> list[str]:
    """Return the stages on AWS, the last first: an image that several were given is kept for the last of them."""
    return [name for name in reversed(matrix.promotion) if matrix.environments[name].target == "aws"]


def _pullers(matrix: Matrix, repository: ContainerRepository) -> list[ImagePuller]:
    found = []
    for account in repository.accounts:
        place = Placement(account=account, region=repository.home.region)
        names = [name for name, one in matrix.environments.items() if one.account == account]
        roles = [place.account_arn("iam", f"role/{matrix.project}-{name}-*-execution") for name in sorted(names)]
        found.append(ImagePuller(account=place.account_arn("iam", "root"), roles=roles))
    return found


def _pushing(
    matrix: Matrix, bootstrap: Bootstrap, placement: Placement, provider_arn: str, arns: Sequence[str]
) -> PushRoleProps:
    ids, images = bootstrap.repository_ids, bootstrap.images
    own = GithubRuns(
        subjects=bootstrap.subjects_of(matrix.repository, IMAGES_ENVIRONMENT),
        repository_id=ids.repository if ids else None,
        owner_id=ids.owner if ids else None,
    )
    further = [
        GithubRuns(
            subjects=[bootstrap.subject.replace("{repository}", name).replace("{environment}", IMAGES_ENVIRONMENT)]
        )
        for name in (images.pushers if images else ())
    ]
    return PushRoleProps(
        name=push_role_name(matrix.project),
        placement=placement,
        provider_arn=provider_arn,
        runs=[own, *further],
        repositories=sorted(arns),
        inspector=images is not None and images.scanning == "enhanced",
    )

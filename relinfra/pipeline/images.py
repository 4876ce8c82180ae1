"""The images that a workflow builds, looks through and keeps: those whose repositories the bootstrap makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.domain.names import image_tag_variable, push_role_name
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.repositories import repositories
from relinfra.matrix.values.regions import oidc_audience, partition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relinfra.matrix import Build, Matrix

__all__ = ["ImageBuild", "PipelineRegistry", "pipeline_registry"]

_PLATFORMS = {"arm64": "linux/arm64", "x86_64": "linux/amd64"}
_SEVERITIES = ("critical", "high", "medium")


@dataclass(frozen=True, kw_only=True)
class ImageBuild:
    """A service whose image the workflow builds: from what, for which platforms, and where it is pushed to.

    `tag` is the Terraform variable that says which version of it runs; `target` is empty where the whole is built.
    """

    service: str
    tag: str
    repository: str
    context: str
    dockerfile: str
    target: str
    platforms: tuple[str, ...]

    @property
    def runner(self) -> str:
        """The runner of GitHub that has the processor."""
        return "ubuntu-24.04-arm" if self.platforms == (_PLATFORMS["arm64"],) else "ubuntu-24.04"

    @property
    def emulates(self) -> bool:
        """Whether it is also built for a processor that the runner has not."""
        return len(self.platforms) > 1


@dataclass(frozen=True, kw_only=True)
class PipelineRegistry:
    """The registry of `bootstrap.images`: who pushes to it, what is built for it, and what of findings is refused.

    `images` are, as `VARIABLE=REPOSITORY`, the images there that the matrix does not pin.
    """

    push_role: str
    region: str
    audience: str
    other_audience: bool
    images: tuple[str, ...]
    builds: tuple[ImageBuild, ...]
    refused: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """The Terraform variables that say which version of those runs."""
        return tuple(image.partition("=")[0] for image in self.images)


def pipeline_registry(matrix: Matrix, images: Mapping[str, str], audience: str) -> PipelineRegistry | None:
    """Return the registry of the `images` that are known by their tag variables, None without `bootstrap.images`.

    `audience` is for whom GitHub issues a token by itself.
    """
    asked = matrix.bootstrap and matrix.bootstrap.images
    made = {f"{one.home.account}.{one.home.region}/{one.name}": one for one in repositories(matrix)} if asked else {}
    own = {tag: image for tag, image in images.items() if _place(image) in made}
    if not asked or not own:
        return None
    home = next(iter(made.values())).home
    role = f"arn:{partition(home.region)}:iam::{home.account}:role/{push_role_name(matrix.project)}"
    return PipelineRegistry(
        push_role=role,
        region=home.region,
        audience=oidc_audience(home.region),
        other_audience=oidc_audience(home.region) != audience,
        images=tuple(f"{tag}={image}" for tag, image in sorted(own.items())),
        builds=tuple(sorted(_builds(matrix, own), key=lambda build: build.service)),
        refused=tuple(one.upper() for one in _SEVERITIES[: _SEVERITIES.index(asked.refused_severity) + 1]),
    )


def _place(image: str) -> str:
    """Return `ACCOUNT.REGION/REPOSITORY` of an image in Amazon ECR; of any other, something that is nowhere."""
    registry, _, name = image.partition("/")
    account, *_, region = [*registry.split("."), "", "", ""][:4]
    return f"{account}.{region}/{name}"


def _builds(matrix: Matrix, images: Mapping[str, str]) -> Iterator[ImageBuild]:
    """Visit what is built, each service once: how it is built is the same everywhere."""
    found: dict[str, tuple[str, Build]] = {}
    platforms: dict[str, set[str]] = {}
    for deployment in matrix.regional_environments():
        for key, service in deployment.environment.services.items():
            if service.build is not None:
                tag = image_tag_variable(named_after(key, service))
                found.setdefault(tag, (key, service.build))
                platforms.setdefault(tag, set()).add(_PLATFORMS[service.architecture])
    for tag, (key, build) in found.items():
        yield ImageBuild(
            service=key,
            tag=tag,
            repository=images[tag],
            context=build.context,
            dockerfile=build.dockerfile,
            target=build.target or "",
            platforms=tuple(sorted(platforms[tag])),
        )

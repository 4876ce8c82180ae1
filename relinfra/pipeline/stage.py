"""One stage of the promotion: an environment that CI deploys into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Matrix

__all__ = ["Stage", "stages"]

_DEPLOY_MINUTES = 60  # creating a Multi-AZ database takes 20 to 30 of them
_LONGEST_JOB_MINUTES = 360  # GitHub's own limit


@dataclass(frozen=True, kw_only=True)
class Stage:
    """An AWS environment in promotion order, with what a workflow needs to deploy into it.

    `timeout_minutes` covers the deployment of every region with its bake time; `urls` answer when it worked;
    `reviewers` and `wait_minutes` are the approval, empty and 0 where none is asked for; `image_tags` are the
    Terraform variables that say which version of a service runs, one for each image the matrix does not pin.
    """

    name: str
    region: str
    plan_role: str
    apply_role: str
    timeout_minutes: int
    urls: tuple[str, ...]
    reviewers: tuple[str, ...]
    wait_minutes: int
    image_tags: tuple[str, ...]


def stages(matrix: Matrix) -> tuple[Stage, ...]:
    """Return the stages of `matrix.promotion` that live in AWS, in its order."""
    named = ((name, matrix.environments[name]) for name in matrix.promotion)
    return tuple(_stage(matrix, name, found) for name, found in named if found.target == "aws")


def _stage(matrix: Matrix, name: str, environment: Environment) -> Stage:
    regional = [found.environment for found in matrix.deployments() if found.environment.name == name]
    role = f"arn:{partition(environment.region)}:iam::{environment.account}:role/{matrix.project}-{name}"
    approval = environment.approval
    return Stage(
        name=name,
        region=environment.region,
        plan_role=f"{role}-plan",
        apply_role=f"{role}-apply",
        timeout_minutes=min(sum(_minutes(found) for found in regional), _LONGEST_JOB_MINUTES),
        urls=tuple(sorted({url for found in regional for url in _urls(found)})),
        reviewers=tuple(approval.reviewers) if approval else (),
        wait_minutes=approval.wait_minutes if approval else 0,
        image_tags=tuple(sorted({tag for found in regional for tag in _image_tags(found)})),
    )


def _minutes(environment: Environment) -> int:
    bakes = (service.deployment.bake_minutes or 0 for service in environment.services.values())
    return _DEPLOY_MINUTES + max(bakes, default=0)


def _image_tags(environment: Environment) -> tuple[str, ...]:
    return tuple(
        f"{name.replace('-', '_')}_image_tag"
        for name, service in environment.services.items()
        if "@" not in service.image and ":" not in service.image.rpartition("/")[2]
    )


def _urls(environment: Environment) -> tuple[str, ...]:
    return tuple(
        f"https://{service.domain.name}{service.health_check.path}"
        for service in environment.services.values()
        if service.domain
    )

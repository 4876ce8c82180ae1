"""Rules of images: a repository has one home, and what is built has a repository to be pushed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.github_subjects import IMAGES_ENVIRONMENT
from relinfra.matrix.models import Environment
from relinfra.matrix.repositories import ecr_image, repository_uses
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Build
    from relinfra.matrix.repositories import RepositoryUse

__all__ = [
    "builds_are_the_same_everywhere",
    "builds_have_a_repository",
    "images_have_an_environment_of_github",
    "images_have_repositories",
    "repositories_are_told_apart",
    "repositories_have_one_account",
]


def images_have_repositories(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand an image in Amazon ECR where repositories are asked for.

    They are made under the names that the services give.
    """
    if _asked(matrix) and not any(repository_uses(matrix)):
        expected = "a service whose `image` lies in Amazon ECR, in an account of the matrix"
        hint = "for example `111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web`"
        yield Finding(("bootstrap", "images"), expected, "none", hint)


def repositories_have_one_account(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse repositories in two accounts.

    A release carries one image through all stages; accounts pull it from where it was pushed to, with one role.
    """
    uses = list(repository_uses(matrix)) if _asked(matrix) else []
    for use in uses:
        if use.registry.account != uses[0].registry.account:
            expected = f"a repository in account {uses[0].registry.account}, as for `{uses[0].environment}`"
            hint = "`bootstrap.images` lets the other accounts pull from there"
            yield Finding(_image(use), expected, f"in {use.registry.account}", hint, related=(_image(uses[0]),))


def repositories_are_told_apart(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse repositories whose names differ in marks alone: Terraform's addresses have none of them."""
    first: dict[str, RepositoryUse] = {}
    for use in repository_uses(matrix) if _asked(matrix) else ():
        plain = "".join(letter if letter.isalnum() else "_" for letter in use.name)
        known = first.setdefault(plain, use)
        if known.name != use.name:
            expected = f"a repository that differs from `{known.name}` in more than `-`, `_`, `.` and `/`"
            yield Finding(_image(use), expected, f"`{use.name}`", related=(_image(known),))


def images_have_an_environment_of_github(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse an environment called `images`: so is the environment of GitHub whose runs push images."""
    if _asked(matrix) and IMAGES_ENVIRONMENT in matrix.environments:
        found, hint = (
            "`images`, which `bootstrap.images` gives itself",
            "runs that push images are trusted by that name",
        )
        yield Finding(("environments", IMAGES_ENVIRONMENT), "another name", found, hint)


def builds_have_a_repository(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand a repository of ours, and no version in the matrix, where the workflow builds the image.

    It may push to no other, and the version is what the release brings.
    """
    made = {(use.environment, use.service) for use in repository_uses(matrix)} if _asked(matrix) else set()
    for name, key, _ in _builds(matrix):
        path, service = ("environments", name, "services", key), matrix.environments[name].services[key]
        if service.image_is_pinned:
            yield Finding((*path, "image"), "an image without tag or digest, since `build` makes each version of it")
        elif (name, key) not in made:
            found = "another registry" if ecr_image(service.image) is None else "a repository that is not made here"
            hint = "add `images: {}` to `bootstrap`, and name a repository in Amazon ECR in an account of the matrix"
            yield Finding(
                (*path, "image"), "a repository of `bootstrap.images`, since `build` pushes to it", found, hint
            )


def builds_are_the_same_everywhere(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse one service that is built in two ways.

    The image that was tested in one stage is the image of the next.
    """
    first: dict[str, tuple[str, Build]] = {}
    for name, key, build in _builds(matrix):
        known, same = first.setdefault(key, (name, build))
        if build != same:
            path = ("environments", name, "services", key, "build")
            yield Finding(
                path, f"the same as in `{known}`", related=(("environments", known, "services", key, "build"),)
            )


def _asked(matrix: MatrixContent) -> bool:
    return matrix.bootstrap is not None and matrix.bootstrap.images is not None


def _image(use: RepositoryUse) -> tuple[str, ...]:
    return ("environments", use.environment, "services", use.service, "image")


def _builds(matrix: MatrixContent) -> Iterator[tuple[str, str, Build]]:
    """Visit what is built, by environment and service; a developer's machine builds for itself."""
    for name, environment in matrix.environments.items():
        if isinstance(environment, Environment):
            for key, service in environment.services.items():
                if service.build is not None:
                    yield name, key, service.build

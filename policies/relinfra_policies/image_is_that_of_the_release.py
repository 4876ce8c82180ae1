"""A tag that moves is another version at each start of a task, and at each rollback."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.containers import containers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

NAMED = re.compile(r"\d")
"""What a tag has that names a version, a build or a commit; those that move from one to the next, as `latest`, `stable`
or `main` do by custom, have none. No text of AWS or Docker draws that line."""


class ImageIsThatOfTheRelease(StackRule):
    """The image is the declared one, whose tag the release gives; each has a digest, or a tag that names a version."""

    policy = "CKV_RELINFRA_66"
    group = "deployment"
    title = "The image of a service must be the declared one, with a tag that the release gives"
    category = CheckCategories.SUPPLY_CHAIN
    level = "HIGH"
    rationale = "A rollback to a tag that has moved on starts the version that was to be left"
    remedy = "Set `image` of the service; the pipeline gives its tag"
    source = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether containers can be read."""
        return bool(containers(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each image is of a version, and the main one is as declared."""
        name, image = resource.declared("container"), resource.declared("image")
        for one in containers(resource):
            written = str(one.get("image") or "")
            yield is_expression(written) or _is_of_a_version(written, stack)
            yield one.get("name") != name or not image or written == image or _given(written, str(image), stack)


def _is_of_a_version(image: str, stack: Stack) -> bool:
    """Return whether an image has a tag that stays, or a digest.

    Checkov writes a variable's default where the variable is used: a tag that is some default is the variable's.
    """
    tag = image.rpartition("/")[2].partition(":")[2]
    return "@sha256:" in image or bool(NAMED.search(tag)) or (bool(tag) and tag in stack.defaults)


def _given(image: str, declared: str, stack: Stack) -> bool:
    """Return whether an image is the declared one, with the default of a variable in place of the variable."""
    repository, variable, _ = declared.partition("${")
    return bool(variable) and image.startswith(repository) and image.removeprefix(repository) in stack.defaults


check = ImageIsThatOfTheRelease()

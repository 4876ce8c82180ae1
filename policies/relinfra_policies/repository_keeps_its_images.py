"""A tag that can be given to another image, or an image that goes while it runs, makes the way back a guess."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class RepositoryKeepsItsImages(StackRule):
    """Tags are given once, images are encrypted and scanned when pushed, and a life cycle says how long each stays."""

    policy = "CKV_RELINFRA_205"
    group = "state and supply"
    title = "A container repository must keep its images as they were pushed, scanned, encrypted and for a known time"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = (
        "A tag that moves starts other code than was approved, and an image that is gone can be neither started again "
        "nor rolled back to"
    )
    remedy = (
        "Leave repositories to `bootstrap.images`; elsewhere set `image_tag_mutability` to `IMMUTABLE`, a KMS key, "
        "`scan_on_push`, and a life cycle policy whose rules name tags"
    )
    source = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"
    resources = ("aws_ecr_repository",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether its images are immutable, encrypted under a key, scanned, and expire by their tags alone."""
        cycles = [one for one in stack.of("aws_ecr_lifecycle_policy") if _is_of(one, resource)]
        yield resource.text("image_tag_mutability") == "IMMUTABLE"
        yield resource.block("encryption_configuration").text("encryption_type") in ("KMS", "KMS_DSSE")
        yield resource.block("encryption_configuration").value("kms_key") is not None
        yield resource.block("image_scanning_configuration").flag("scan_on_push") is True
        yield bool(cycles)
        for cycle in cycles:
            yield from (_selects_by_tag(rule) for rule in _rules(cycle.value("policy")))


def _is_of(cycle: Resource, repository: Resource) -> bool:
    """Return whether a life cycle is a repository's: copies bear one name, each in its region."""
    named = cycle.text("repository") or ""
    same = named in (repository.text("name"), repository.text("id")) or f"{repository.address}." in named
    return same and cycle.text("region") == repository.text("region")


def _rules(policy: Any) -> list[Any]:
    """Return the rules of a life cycle policy, parsed or as text; one that only Terraform knows says nothing yet."""
    try:
        found = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return []
    rules = found.get("rules") if isinstance(found, Mapping) else None
    return rules if isinstance(rules, list) else []


def _selects_by_tag(rule: Any) -> bool:
    """Return whether a rule leaves images with other tags alone: `any` counts what runs among what may go."""
    selection = rule.get("selection", {}) if isinstance(rule, dict) else {}
    return selection.get("tagStatus") in ("tagged", "untagged")


check = RepositoryKeepsItsImages()

"""Subjects of GitHub's tokens: which of two forms a repository's runs have, and how anybody can tell.

https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens, in its words since
2026-06-10: ids follow an `@`. Not of GitHub Enterprise Server.
"""

from __future__ import annotations

__all__ = ["IMAGES_ENVIRONMENT", "IMMUTABLE_SINCE", "asking_form", "asking_ids"]

IMAGES_ENVIRONMENT = "images"
"""The environment of GitHub whose runs may push images with `bootstrap.images`; nothing is deployed into it."""

IMMUTABLE_SINCE = "2026-07-15"
"""A repository made, renamed or transferred since then names its runs with ids; older ones may choose to."""


def asking_form(repository: str) -> str:
    """Return the command that tells how the subjects of a repository's runs begin: `repo:acme@12/shop@34`, or without.

    What `use_immutable_subject` says beside it is whether somebody chose so, not what is sent.
    """
    return f"gh api repos/{repository}/actions/oidc/customization/sub --jq .sub_claim_prefix"


def asking_ids(repository: str) -> str:
    """Return the command that tells the ids of a repository and its owner."""
    return f"gh api repos/{repository} --jq '{{owner: .owner.id, repository: .id}}'"

"""A version without a bound is the next major one, on the day of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class VersionsAreBounded(StackRule):
    """Providers and modules of a registry are bounded above; a module of Git is of one revision.

    Checkov drops a file with `required_version`: its bound, which relinfra writes beside, is no matter of a policy.
    """

    policy = "CKV_RELINFRA_87"
    group = "state and supply"
    title = "Providers and modules must be of bounded versions"
    category = CheckCategories.SUPPLY_CHAIN
    level = "HIGH"
    rationale = "A version without a bound is the next major one, on the day of a release"
    remedy = "Leave `required_providers` as relinfra writes it; elsewhere use `~> 6.0` or `>= 6.0, < 7.0`"
    source = "https://developer.hashicorp.com/terraform/language/expressions/version-constraints"
    resources = ("terraform", "module")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each version has an upper bound."""
        if resource.kind == "module":
            yield _is_bounded_module(resource)
            return
        required = resource.block("required_providers")
        providers = [name for name in required.conf if not name.startswith("__")]
        yield bool(providers)
        for name in providers:
            yield _is_bounded(required.block(name).text("version") or required.text(name))


def _is_bounded(constraint: str) -> bool:
    """Return whether one of the conditions bounds the version above: `~>`, `<`, `<=`, `=` or the version alone."""
    return any(re.match(r"\s*(?:~>|<=?|=|\d)", condition) for condition in constraint.split(","))


def _is_bounded_module(module: Resource) -> bool:
    source = module.text("source")
    if source.startswith(("./", "../", "/")):
        return True
    if "::" in source or re.match(r"(?:git@|github\.com/|bitbucket\.org/|https?://)", source):
        return "ref=" in source or source.endswith((".zip", ".tgz", ".tar.gz"))
    return _is_bounded(module.text("version"))


check = VersionsAreBounded()

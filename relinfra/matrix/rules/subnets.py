"""Subnets of a network that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["subnets_are_told_apart"]

_TIERS = ("public_subnet_ids", "private_subnet_ids", "database_subnet_ids")


def subnets_are_told_apart(scope: Scope) -> Iterator[Finding]:
    """Refuse a subnet that is named twice, in one tier or in two: one is in one zone, and has one way out."""
    existing = scope.environment.network.existing
    if existing is None:
        return
    seen: dict[str, Path] = {}
    for tier in _TIERS:
        for number, subnet in enumerate(getattr(existing, tier)):
            path = scope.at("network", "existing", tier, number)
            first = seen.setdefault(subnet, path)
            if first is not path:
                found = f"`{subnet}`, which `{first[-2]}` has"
                yield Finding(path, "a subnet that is named once", found, related=(first,))

"""Names in the DNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.reading.problems import render_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["domain_is_in_zone", "domains_are_distinct"]


def domain_is_in_zone(scope: Scope) -> Iterator[Finding]:
    """Demand that a domain is its zone or below it.

    A certificate is proven, and a name led here, by records of that zone alone.
    """
    for key, service in scope.environment.services.items():
        domain = service.domain
        if domain is not None and not f".{domain.name}".endswith(f".{domain.zone}"):
            path = scope.at("services", key, "domain")
            found = f'"{domain.name}"'
            yield Finding((*path, "name"), f"a name in the zone {domain.zone}", found, related=((*path, "zone"),))


def domains_are_distinct(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand a name for one environment in one region alone, which owns its DNS record."""
    owners: dict[str, tuple[Scope, Path]] = {}
    for scope in scopes(matrix):
        for key, service in scope.environment.services.items():
            if service.domain is None:
                continue
            path = scope.at("services", key)
            other, owner = owners.setdefault(service.domain.name, (scope, path))
            if other is not scope:
                expected = f"a domain for `{render_path(path)}` alone"
                found = f'"{service.domain.name}", which `{render_path(owner)}` has'
                related = ((*owner, "domain"),)
                yield Finding((*path, "domain", "name"), expected, found, "give it a domain of its own", related)

"""Further regions of an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.rules.finding import Scope

__all__ = ["prefixes_are_distinct", "regions_are_further"]


def regions_are_further(scope: Scope) -> Iterator[Finding]:
    """Demand that `regions` lists others than the environment's own region, of the same partition.

    The environment is there already, and no account spans two partitions.
    """
    own = scope.environment.region
    for region in scope.environment.regions:
        path, related = scope.at("regions", region), (scope.at("region"),)
        if region == own:
            found = f"`{region}`, which is already the environment's `region`"
            yield Finding(path, "a further region", found, "put what belongs there beside `region`", related)
        elif partition(region) != partition(own):
            expected = f"a region of the partition {partition(own)}, like {own}"
            yield Finding(path, expected, f"`{region}`", "an account exists in one partition only", related)


def prefixes_are_distinct(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse an environment called like another one in a further region: stacks would share their names."""
    owners: dict[str, Scope] = {}
    for scope in scopes(matrix):
        owner = owners.setdefault(scope.prefix, scope)
        if owner is not scope:
            found = f"names that begin with `{scope.prefix}` twice"
            hint = "rename the environment that ends in the name of a region"
            yield Finding(scope.path, "names of its own", found, hint, (owner.path,))

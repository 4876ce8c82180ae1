"""Packs of policies that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.packs.default import DEFAULT
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["environments_name_packs", "regions_have_the_packs_of_their_environment"]


def environments_name_packs(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that an environment names packs of policies that exist.

    A pack that does not exist would hold the environment to nothing.
    """
    for name, environment in matrix.environments.items():
        for number, pack in enumerate(environment.policies):
            if pack != DEFAULT and pack not in (known := _packs()):
                path = ("environments", name, "policies", number)
                yield Finding(path, "a pack of policies", hint=nearest(pack, known))


def regions_have_the_packs_of_their_environment(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that every region of an environment is held to the same policies.

    A policy report is read by environment: what holds in one region alone would be said of all.
    """
    for name, environment in matrix.environments.items():
        for region, further in environment.regions.items() if environment.target == "aws" else ():
            if further.policies != environment.policies:
                path = ("environments", name, "regions", region, "policies")
                yield Finding(path, "the packs of the environment", hint="set `policies` on the environment alone")


def _packs() -> tuple[str, ...]:
    from relinfra.packs.finding_packs import packs  # noqa: PLC0415 - files, needed for a named pack alone

    return tuple(packs())

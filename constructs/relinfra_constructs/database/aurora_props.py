"""Props of an Aurora cluster, checked against what AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from relinfra_constructs.database.aurora_capacity import AuroraCapacity
from relinfra_constructs.database.database_props import DatabaseProps

__all__ = ["AuroraProps"]

MAXIMUM_READERS = 15
LONGEST_NAME = 60
"""Instances are called after their cluster, with a hyphen and up to two digits more."""


class AuroraProps(DatabaseProps):
    """Props of a cluster, beside those of every database. Its log groups: `aurora_log_groups(name)`.

    capacity: how far each instance scales.
    zones: the availability zones of the subnets, in their order: the writer begins in the first, a reader in the
        next.
    readers: instances beside the writer, 0 to 15; 1 by default, which takes over when the writer fails.
    """

    family_prefix: ClassVar[str] = "aurora-postgresql"

    capacity: AuroraCapacity
    zones: Sequence[str]
    readers: int = 1

    def _problems(self) -> Iterator[str]:
        yield from super()._problems()
        yield from self.capacity.problems(self.version)
        if len(self.name) > LONGEST_NAME:
            yield f"expected a name of up to {LONGEST_NAME} characters, found {len(self.name)}"
        if len(self.zones) != len(self.subnet_ids):
            yield f"expected a zone for each of {len(self.subnet_ids)} subnets, found {len(self.zones)}"
        if not 0 <= self.readers <= MAXIMUM_READERS:
            yield f"expected readers from 0 to {MAXIMUM_READERS}, found {self.readers}"

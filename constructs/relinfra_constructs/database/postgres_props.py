"""Props of an RDS instance, checked against what AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from relinfra_constructs.database.database_props import DatabaseProps
from relinfra_constructs.database.master_password import OwnPassword

__all__ = ["PostgresProps"]

MINIMUM_STORAGE_GIB = 20
MAXIMUM_STORAGE_GIB = 65_536
MAXIMUM_READERS = 15
LONGEST_NAME_WITH_READERS = 53
"""Readers are called after their source, with `-reader-` and up to two digits more."""


class PostgresProps(DatabaseProps):
    """Props of an instance, beside those of every database. Its log groups: `postgres_log_groups(name)`.

    instance_class: such as `db.r7g.large`.
    storage_gib: storage to begin with, 20 or more.
    max_storage_gib: how far storage grows by itself; twice `storage_gib` by default, 0 or `storage_gib` for never.
    multi_az: whether a standby in a second zone takes over, True by default.
    password: set where other instances follow this one, which RDS refuses of one whose master password it manages; by
        default RDS manages it.
    readers: instances of its region that follow it and answer reads, 0 to 15; none by default.
    """

    family_prefix: ClassVar[str] = "postgres"

    instance_class: str
    storage_gib: int
    max_storage_gib: int | None = None
    multi_az: bool = True
    password: OwnPassword | None = None
    readers: int = 0

    @property
    def storage_limit_gib(self) -> int:
        """The limit up to which storage grows by itself, in GiB; 0 for never."""
        if self.max_storage_gib is None:
            limit = min(2 * self.storage_gib, MAXIMUM_STORAGE_GIB)
            # RDS takes no limit less than a tenth above what is there.
            return limit if 10 * limit >= 11 * self.storage_gib else 0
        return 0 if self.max_storage_gib == self.storage_gib else self.max_storage_gib

    def _problems(self) -> Iterator[str]:
        yield from super()._problems()
        if self.storage_gib < MINIMUM_STORAGE_GIB:
            yield f"expected storage_gib of {MINIMUM_STORAGE_GIB} or more, found {self.storage_gib}"
        if 0 < self.storage_limit_gib < self.storage_gib:
            yield f"expected max_storage_gib above {self.storage_gib}, found {self.storage_limit_gib}"
        yield from self._reader_problems()

    def _reader_problems(self) -> Iterator[str]:
        if not 0 <= self.readers <= MAXIMUM_READERS:
            yield f"expected readers from 0 to {MAXIMUM_READERS}, found {self.readers}"
        if self.readers and self.password is None:
            yield "expected a password of one's own: RDS lets no reader follow an instance whose password it manages"
        if self.readers and len(self.name) > LONGEST_NAME_WITH_READERS:
            yield f"expected a name of up to {LONGEST_NAME_WITH_READERS} characters, found {len(self.name)}"

"""The order of schema and code: which changes first, and whether the code before it bears the change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.domain.names import terraform_name
from relinfra.evidence import Fact, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.project import Job
from relinfra.evidence.records.release_file.content import DatabaseChange
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = [
    "MigratesFirst",
    "PreviousVersionWorks",
    "change_is_borne",
    "changes_database",
    "makes_change",
    "migrates_first",
    "previous_version_works",
]


@dataclass(frozen=True)
class MigratesFirst(Claim):
    """The migration of a service ends before its new code starts."""

    kind: ClassVar[str] = "migrates_first"


@dataclass(frozen=True)
class PreviousVersionWorks(Claim):
    """The version that a release replaces works with the schema that the release leaves behind.

    All that returns traffic or code alone rests on it: rollback alarms, the circuit breaker, a revision deployed anew.
    So does every strategy, for tasks of that version serve from the end of the migration until they are replaced.
    """

    kind: ClassVar[str] = "previous_version_works"


def migrates_first(service: Service, job: Job | None) -> MigratesFirst:
    """Return whether a service is migrated before it is deployed; `job` is what does both, None where people do."""
    task = service.migration
    conditions = [Condition.of("apart", is_true(task.first) or False, task.first or task.family)]
    if job is not None:
        conditions.append(Condition.of("in_order", is_true(job.migrates_first), job.migrates_first or job.migrates))
    return MigratesFirst(service.id, tuple(conditions))


def previous_version_works(service: Service) -> PreviousVersionWorks:
    """Return whether the previous version of a service works with every change of the schemas that it uses."""
    return PreviousVersionWorks(service.id, tuple(map(_borne, _changes(service))))


def change_is_borne(change: DatabaseChange) -> PreviousVersionWorks:
    """Return whether the previous version works with one change of a database."""
    return PreviousVersionWorks(change.id, (_borne(change),))


def makes_change(service: Service, change: DatabaseChange) -> bool:
    """Return whether the migration of a service makes a change: one the release file says is its, or nobody's."""
    return _named(change.service, service.key) is not False


def changes_database(change: DatabaseChange, database: Database) -> bool:
    """Return whether a change may be one of a database: of the one the release file names, or of any, if of none."""
    return _named(change.database, database.key) is not False


def _named(said: Fact[str] | None, key: str) -> bool | None:
    """Return whether the release file names a key of the matrix, None where it names none.

    It has the key as the matrix does; the ids of facts have it as Terraform does.
    """
    named = value_of(said)
    return None if named is None else terraform_name(named) == key


def _borne(change: DatabaseChange) -> Condition:
    said = change.backward_compatible
    if said is None:
        return Condition.of("said", None, change.description)
    return Condition.of("borne", said.value, said)


def _changes(service: Service) -> Iterator[DatabaseChange]:
    """Yield the changes made by a service's own migration, by nobody's in particular, or in a database it uses."""
    stage = Stage(service.facts, service.id.partition(".")[0])
    databases = [one for one in stage.databases if service.uses(one.identifier)]
    for change in Everything(service.facts, "").release.database_changes:
        if makes_change(service, change) or any(_named(change.database, one.key) for one in databases):
            yield change

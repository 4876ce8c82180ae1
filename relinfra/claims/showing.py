"""Tests, rehearsals, ordinary values, the changelog, and the word of people: the signs that a release is good.

| claim | is met when |
|---|---|
| suite passes | it ran, and all of it passed |
| migration is rehearsed | a stage is named, and the previous version works with the new schema |
| measure is below its alarm | the ordinary value is known, and lies below the threshold |
| changelog tells | there is one, it has an entry of this version, and the entry says something |
| people say so | they say that it is met, and name what shows it |
| to be shown | never by a file: somebody has to look |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import Fact, Facts, Figure, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.project import ChangelogEntry
from relinfra.evidence.records.release_file.content import DatabaseChange
from relinfra.evidence.records.release_file.quality import Criterion, Suite

__all__ = [
    "BelowAlarm",
    "ChangelogTells",
    "MigrationRehearsed",
    "NoCriticalRisk",
    "PeopleSaySo",
    "SuitePasses",
    "ToBeShown",
    "below_alarm",
    "changelog_tells",
    "migration_rehearsed",
    "no_critical_risk",
    "people_say_so",
    "suite_passes",
    "to_be_shown",
]


@dataclass(frozen=True)
class SuitePasses(Claim):
    """A suite of tests ran, and all of it passed."""

    kind: ClassVar[str] = "suite_passes"


@dataclass(frozen=True)
class NoCriticalRisk(Claim):
    """No risk of a release is critical."""

    kind: ClassVar[str] = "no_critical_risk"


@dataclass(frozen=True)
class MigrationRehearsed(Claim):
    """A change of a database was tried before, and can be lived with from both sides."""

    kind: ClassVar[str] = "migration_rehearsed"


@dataclass(frozen=True)
class BelowAlarm(Claim):
    """An ordinary value lies below what alarms."""

    kind: ClassVar[str] = "below_alarm"


@dataclass(frozen=True)
class ChangelogTells(Claim):
    """The changelog says what a release changes."""

    kind: ClassVar[str] = "changelog_tells"


@dataclass(frozen=True)
class PeopleSaySo(Claim):
    """Somebody says that a criterion is met, and names what shows it."""

    kind: ClassVar[str] = "people_say_so"


@dataclass(frozen=True)
class ToBeShown(Claim):
    """Something that neither a file nor a stack can show: it is looked at before the release."""

    kind: ClassVar[str] = "to_be_shown"


def suite_passes(suite: Suite) -> SuitePasses:
    """Return whether a suite passes: of none that ran, none failed, which shows nothing."""
    passed, total = suite.passed, suite.total
    known = passed is not None and total is not None
    conditions = (
        Condition.of("reported", known, passed, total),
        Condition.of("ran", bool(total and total.value), total),
        Condition.of("passed", bool(passed and total and passed.value == total.value), passed, total),
    )
    return SuitePasses(suite.id, conditions)


def no_critical_risk(known: Iterable[Fact], critical: Iterable[Fact]) -> NoCriticalRisk:
    """Return whether none is critical of the risks that are known; whoever weighs them gives both as facts."""
    broken = tuple(critical)
    return NoCriticalRisk("release.risks", (Condition.of("uncritical", not broken, *(broken or known)),))


def migration_rehearsed(change: DatabaseChange) -> MigrationRehearsed:
    """Return whether a change of a database is rehearsed, and the version before it works with it."""
    stage, compatible = change.rehearsed_in, change.backward_compatible
    conditions = (
        Condition.of("rehearsed", stage is not None, stage or change.description),
        Condition.of("judged", True if compatible else None, compatible or change.description),
        Condition.of("bears", is_true(compatible), compatible or change.description),
    )
    return MigrationRehearsed(change.id, conditions)


def below_alarm(alarm: Alarm, normal: Fact[Figure] | None) -> BelowAlarm:
    """Return whether an ordinary value is known and lies below the threshold of its alarm."""
    threshold = alarm.threshold
    below = None
    if normal and threshold and normal.number is not None and threshold.number is not None:
        below = normal.number < threshold.number
    measured = Condition.of("measured", True if normal else None, normal or threshold)
    return BelowAlarm(alarm.id, (measured, Condition.of("below", below, normal, threshold)))


def changelog_tells(facts: Facts) -> ChangelogTells:
    """Return whether the changelog has an entry of the release, and the entry says something."""
    repository, version = facts.project.repository, facts.release.version
    file = repository.changelog
    conditions = [Condition.of("file", file is not None, file)]
    if file:
        entries = repository.changelog_entries if version else ()
        entry = next((one for one in entries if value_of(one.version) == value_of(version)), None)
        found = (entry,) if entry else ()
        said = bool(entry and entry.lines and entry.lines.value)
        conditions += [
            Condition.of("entry", (entry is not None) if version else None, file, *ChangelogEntry.version.each(found)),
            Condition.of("content", said, file, *ChangelogEntry.lines.each(found)),
        ]
    return ChangelogTells("project.repository.changelog", tuple(conditions))


def people_say_so(criterion: Criterion) -> PeopleSaySo:
    """Return whether people say that a criterion is met, and name what shows it."""
    said = is_true(criterion.met) or False
    conditions = [Condition.of("said", said, criterion.met or criterion.title)]
    if said:
        conditions.append(Condition.of("proof", True if criterion.proof else None, criterion.proof or criterion.title))
    return PeopleSaySo(criterion.id, tuple(conditions))


def to_be_shown(about: str, *facts: Fact | None) -> ToBeShown:
    """Return that somebody has to look, whatever the facts are."""
    return ToBeShown(about, (Condition.of("seen", None, *facts),))

"""Problems of a release that no field can see by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from relinfra.reading import Finding
from relinfra.reading.finding import broken
from relinfra.release.version import precedence

if TYPE_CHECKING:
    from relinfra.reading.problems import Path
    from relinfra.release.models import Release

__all__ = ["findings"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def findings(release: Release, version: str) -> Iterator[Finding]:
    """Return every mistake; `version` is what the file is named after."""
    if release.version != version:
        yield Finding(("version",), f"{version}, after which the file is named", f"`{release.version}`", rule="version")
    for rule in (_working_day, _orders, _references, _counts, _alternatives):
        yield from broken(rule, release)


def _working_day(release: Release) -> Iterator[Finding]:
    """Demand a day on which people work and deployments are not frozen: somebody has to watch."""
    day = release.date
    if day is None:
        return
    if _DAYS[day.weekday()] in release.calendar.weekend:
        yield Finding(
            ("date",), "a working day", f"{day}, a {_DAYS[day.weekday()]}", "move it, or change `calendar.weekend`"
        )
    for name, freeze in release.calendar.freezes.items():
        if freeze.from_ <= day <= freeze.to:
            hint = "move the release, or the freeze"
            yield Finding(("date",), f"a day outside freeze `{name}` ({freeze.from_} to {freeze.to})", str(day), hint)


def _orders(release: Release) -> Iterator[Finding]:
    """Demand that what ends does so after it began."""
    for name, freeze in release.calendar.freezes.items():
        yield from _order(("calendar", "freezes", name, "to"), freeze.from_, freeze.to)
    for name, absence in release.absences.items():
        yield from _order(("absences", name, "to"), absence.from_, absence.to)
    if release.on_call:
        for name in ("primary", "secondary"):
            duty = getattr(release.on_call, name)
            if duty:
                yield from _order(("on_call", name, "to"), duty.from_, duty.to)
    if release.planning_started and release.date:
        yield from _order(("planning_started",), release.planning_started, release.date, before=True)
    if release.previous and precedence(release.previous) >= precedence(release.version):
        yield Finding(("previous",), f"a version below {release.version}", f"`{release.previous}`")


def _order(path: Path, first: date, last: date, *, before: bool = False) -> Iterator[Finding]:
    if last < first:
        expected = f"a day not after the release ({last})" if before else f"a day not before {first}"
        yield Finding(path, expected, str(first if before else last))


def _references(release: Release) -> Iterator[Finding]:
    """Demand that what one entry names is an entry too: documents lead from one to the other."""
    for name, feature in release.features.items():
        if feature.flag and feature.flag not in release.flags:
            yield _unknown(("features", name, "flag"), "flags", feature.flag)
        for index, system in enumerate(feature.depends_on):
            if system not in release.systems:
                yield _unknown(("features", name, "depends_on", index), "systems", system)
    for index, feature_name in enumerate(release.mvp.features if release.mvp else ()):
        if feature_name not in release.features:
            yield _unknown(("mvp", "features", index), "features", feature_name)
    for name, criterion in release.criteria.items():
        if criterion.owner and criterion.owner not in release.people:
            yield _unknown(("criteria", name, "owner"), "people", criterion.owner)
    for index, level in enumerate(release.on_call.escalation if release.on_call else ()):
        if level.role != "on_call" and level.role not in release.people:
            yield _unknown(("on_call", "escalation", index, "role"), "people", level.role)


def _unknown(path: Path, table: str, name: str) -> Finding:
    return Finding(path, f"an entry of `{table}`", f"`{name}`", f"add it to `{table}`, or correct the name")


def _counts(release: Release) -> Iterator[Finding]:
    """Demand counts that add up, and shares of users that rise."""
    for name, suite in release.tests.items():
        if suite.passed > suite.total:
            yield Finding(("tests", name, "passed"), f"at most {suite.total}, the `total`", str(suite.passed))
    for name, flag in release.flags.items():
        if list(flag.rollout_percent) != sorted(set(flag.rollout_percent)):
            yield Finding(("flags", name, "rollout_percent"), "shares that rise", str(list(flag.rollout_percent)))


def _alternatives(release: Release) -> Iterator[Finding]:
    """Demand one of two ways to say the same."""
    for name, told in release.communications.items():
        if (told.days_before is None) == (told.days_after is None):
            yield Finding(("communications", name), "either `days_before` or `days_after`", "both or neither of them")
    for name, source in release.history.items():
        if source.context and (source.since or source.until):
            hint = "give the range to git-cliff when it writes the file"
            yield Finding(("history", name), "`context`, or `since` and `until`", "both", hint)

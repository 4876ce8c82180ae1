"""Arithmetic of a release file: shares of users, minutes of migrations and days of notices that cannot all be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from relinfra.reading import Finding

if TYPE_CHECKING:
    from datetime import date

    from relinfra.release.models import Release

__all__ = ["contradictions"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def contradictions(release: Release, timeouts: Mapping[str, int]) -> Iterator[Finding]:
    """Yield every pair of values that cannot both be meant.

    `timeouts` are the minutes after which the pipeline gives up a migration, by service, as the matrix has them.
    """
    yield from _exposure(release)
    yield from _migrations(release, timeouts)
    yield from _notices(release)


def _exposure(release: Release) -> Iterator[Finding]:
    """Demand one share of a flag where everybody is to get the release at once."""
    if release.needs is None or release.needs.exposure != "all_at_once":
        return
    for name, flag in release.flags.items():
        if len(flag.rollout_percent) > 1:
            shares = ", ".join(f"{share:g}" for share in flag.rollout_percent)
            yield Finding(
                ("flags", name, "rollout_percent"),
                "1 share, since `needs.exposure` is `all_at_once`",
                f"{len(flag.rollout_percent)} shares: {shares}",
                "let `needs.exposure` be `gradual`, or raise the flag in one step",
                related=(("needs", "exposure"),),
            )


def _migrations(release: Release, timeouts: Mapping[str, int]) -> Iterator[Finding]:
    """Demand that the pipeline waits for migrations as long as they take; one task runs all of a service."""
    for service, timeout in timeouts.items():
        named = (None, service) if len(timeouts) == 1 else (service,)
        changes = {name: one for name, one in release.database_changes.items() if one.service in named and one.minutes}
        needed = sum(one.minutes or 0 for one in changes.values())
        if needed > timeout:
            last = list(changes)[-1]
            together = f" together with {len(changes) - 1} before it" if len(changes) > 1 else ""
            yield Finding(
                ("database_changes", last, "minutes"),
                f"at most {timeout}, after which the pipeline gives up the migration of `{service}`",
                f"{needed:g}{together}",
                f"raise `services.{service}.migration.timeout_minutes` in the matrix, or migrate apart from it",
            )


def _notices(release: Release) -> Iterator[Finding]:
    """Demand a working day for what is sent before the release: the plan of the days moves everything to one."""
    if release.date is None:
        return
    for name, told in release.communications.items():
        if told.days_before is None:
            continue
        wanted = release.date - timedelta(days=told.days_before)
        day = _working(release, wanted)
        if day != wanted:
            yield Finding(
                ("communications", name, "days_before"),
                f"{(release.date - day).days}, which is {day}, the working day before it",
                f"{told.days_before} days before {release.date}, which is {wanted}, a {_DAYS[wanted.weekday()]}",
                related=(("date",),),
            )


def _working(release: Release, day: date) -> date:
    """Return the last working day up to a day; where every day is a day off, the day itself."""
    days = (day - timedelta(days=back) for back in range(len(_DAYS)))
    return next((one for one in days if _DAYS[one.weekday()] not in release.calendar.weekend), day)

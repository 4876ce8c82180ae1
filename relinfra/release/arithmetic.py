"""Arithmetic of a release file: shares, minutes, limits and dates that cannot all be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from relinfra.reading import Finding
from relinfra.release.dates import conflicting_dates
from relinfra.release.workload import overfull_phases

if TYPE_CHECKING:
    from relinfra.release.models import Release

__all__ = ["contradictions"]


def contradictions(release: Release, timeouts: Mapping[str, int]) -> Iterator[Finding]:
    """Yield every pair of values that cannot both be meant.

    `timeouts` are the minutes after which the pipeline gives up a migration, by service, as the matrix has them.
    """
    yield from _exposure(release)
    yield from _migrations(release, timeouts)
    yield from _limits(release)
    yield from _reports(release)
    yield from overfull_phases(release)
    yield from conflicting_dates(release)


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


def _limits(release: Release) -> Iterator[Finding]:
    """Demand that what is ordinary is no reason to go back."""
    for name, metric in release.metrics.items():
        low, high, ordinary = metric.alert_below, metric.alert_above, metric.baseline
        path = ("metrics", name)
        if low is not None and high is not None and low >= high:
            yield Finding((*path, "alert_below"), f"less than {high:g}, the `alert_above`", f"{low:g}")
        elif ordinary is not None and low is not None and ordinary <= low:
            yield Finding((*path, "alert_below"), f"less than {ordinary:g}, the `baseline`", f"{low:g}")
        elif ordinary is not None and high is not None and ordinary >= high:
            yield Finding((*path, "alert_above"), f"more than {ordinary:g}, the `baseline`", f"{high:g}")


def _reports(release: Release) -> Iterator[Finding]:
    """Demand a report within the window, and that whoever is asked later has no less time than those before."""
    if release.updates_minutes and release.window and release.updates_minutes > release.window.minutes:
        expected = f"at most {release.window.minutes}, the `minutes` of the window"
        yield Finding(("updates_minutes",), expected, str(release.updates_minutes), related=(("window", "minutes"),))
    levels = release.on_call.escalation if release.on_call else ()
    for number, (first, then) in enumerate(pairwise(levels), start=1):
        if then.within_minutes < first.within_minutes:
            path = ("on_call", "escalation", number, "within_minutes")
            expected = f"at least {first.within_minutes}, which {first.role} has before"
            yield Finding(path, expected, str(then.within_minutes), "put whoever answers sooner before")

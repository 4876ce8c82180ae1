"""Missing criteria: nothing says what has to be true before the release, or nothing was tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy

if TYPE_CHECKING:
    from relinfra.release import Release

__all__ = ["find"]

_WHOLE = 100
_SUITE = {"unit": {"passed": 1, "total": 1}}
_REVIEW = {"title": "The security review is signed", "category": "security", "met": False}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    release = context.release
    if release is None:
        yield context.without_release(
            "no release has a file", "Write `releases/VERSION.yaml`; docs/release.md tells how."
        )
        return
    if release.date is None:
        remedy = Remedy.to_set("Say `date`.", "date", value="2026-12-08")
        yield from context.in_release("nothing says when it goes live", remedy, "date")
    yield from _tests(context, release)
    yield from _load(context, release)
    if not any(criterion.category == "security" for criterion in release.criteria.values()):
        remedy = Remedy.to_set("Add one to `criteria`.", "criteria", "review", value=_REVIEW)
        yield from context.in_release("no criterion is about security", remedy, "criteria")
    for name, criterion in release.criteria.items():
        if criterion.met and not criterion.proof:
            remedy = Remedy.to_set("Say `proof`.", "criteria", name, "proof", value="SEC-311")
            yield from context.in_release(f"nothing proves that criterion `{name}` is met", remedy, "criteria", name)
    for name, change in release.database_changes.items():
        path = ("database_changes", name)
        if not change.rehearsed_in:
            remedy = Remedy.to_set("Say `rehearsed_in`.", *path, "rehearsed_in", value="staging")
            yield from context.in_release(f"change `{name}` of the database was rehearsed nowhere", remedy, *path)
        elif change.rehearsed_in in {live.name for live in context.live}:
            found = f"change `{name}` of the database is tried on customers first"
            yield from context.in_release(found, "Rehearse it in a stage before.", *path)


def _tests(context: LintContext, release: Release) -> Iterator[LintFinding]:
    if not release.tests:
        remedy = Remedy.to_set("Add `tests`.", "tests", value=_SUITE)
        yield from context.in_release("no suite of tests is named", remedy, "tests")
    for name, suite in release.tests.items():
        if not suite.total:
            found = f"suite `{name}` has no test"
            yield from context.in_release(found, "Write some, or leave it out.", "tests", name)
        elif not suite.passed:
            yield from context.in_release(f"no test of suite `{name}` passed", "Run it, and mend it.", "tests", name)


def _load(context: LintContext, release: Release) -> Iterator[LintFinding]:
    loads = [suite.load_percent for suite in release.tests.values() if suite.load_percent is not None]
    if not loads:
        load = {"passed": 1, "total": 1, "load_percent": 150}
        remedy = Remedy.to_set("Add a suite with `load_percent`.", "tests", "load", value=load)
        yield from context.in_release("no test was run under load", remedy, "tests")
    elif max(loads) < _WHOLE:
        found = f"load was tried up to {max(loads)} % of what is expected"
        yield from context.in_release(found, "Try all of it, and what may come on top.", "tests")
    for field, words, value in (("error_rate_percent", "error rate", 0.2), ("p95_latency_ms", "response time", 180)):
        if dict(release.baselines)[field] is None:
            found = f"nothing says which {words} is ordinary: what is worse cannot be told"
            remedy = Remedy.to_set(f"Say `baselines.{field}`.", "baselines", field, value=value)
            yield from context.in_release(found, remedy, "baselines", field)
    for name, metric in release.metrics.items():
        if metric.baseline is None:
            found = f"nothing says which value of metric `{name}` is ordinary"
            remedy = Remedy.to_set("Say `baseline`.", "metrics", name, "baseline", value=1)
            yield from context.in_release(found, remedy, "metrics", name)

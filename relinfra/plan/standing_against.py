"""Tests that fail and the greatest risks: what stands against a release, for the plan as a whole."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.blocks import points
from relinfra.plan.criteria import Criterion, criteria
from relinfra.plan.missing import is_missing
from relinfra.plan.model import Block, Checklist, Line, Paragraph, Subheading
from relinfra.plan.risks import Risk, risks
from relinfra.plan.say import label

__all__ = ["failing_tests", "release_risks"]

_TESTS = "tests"
_MOST = 5
"""How many risks the plan as a whole names; the catalogue and the package have all."""


def failing_tests(facts: Facts) -> tuple[Block, ...]:
    """Return the suites that did not pass whole, nothing where all did or the release has no file."""
    failing = [one for one in criteria(facts) if one.key.partition(".")[0] == _TESTS and not one.met]
    if not (facts.release.version and failing):
        return ()
    return (Paragraph((label("contents.failing"),)), Checklist(tuple(map(Criterion.check, failing))))


def release_risks(facts: Facts) -> tuple[Block, ...]:
    """Return the most severe risks with what is done against them, nothing where the release has no file."""
    found = [line for one in risks(facts)[:_MOST] if not is_missing(line := _risk(one))]
    if not (facts.release.version and found):
        return ()
    return (Subheading((label("contents.risks"),)), points(found))


def _risk(one: Risk) -> Line:
    against = one.mitigation[0] if one.mitigation else ()
    owner = () if is_missing(one.owner) else (label("contents.owner"), *one.owner)
    return (one.title, *((label("contents.against"), *against) if against else ()), *owner)

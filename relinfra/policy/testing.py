"""Testing a team's own checks on fixtures: Terraform that each must pass, and Terraform that it must fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relinfra.policy.check_files import FIXTURES, check_folders
from relinfra.policy.loading import checkov
from relinfra.policy.scan import Scan, Verdict
from relinfra.reading.nearest import nearest

__all__ = ["CheckTest", "run_check_tests"]

_SIDES = {"passing": True, "failing": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckTest:
    """The outcome of one check on its fixtures."""

    policy: str
    title: str
    passing: int
    """Blocks among the passing fixtures on which it gave a verdict."""
    failing: int
    problems: tuple[str, ...]
    """Everything that is not as the fixtures say; empty where the check does what they ask."""


def run_check_tests(folder: Path) -> tuple[CheckTest, ...]:
    """Run every check of a folder on `fixtures/ID/passing/*.tf` and `fixtures/ID/failing/*.tf` below it.

    Raises `UsageError` for a folder without checks, `InputError` for checks that cannot be loaded, and `ToolError`
    where Checkov cannot run.
    """
    (root,) = check_folders([folder])
    fixtures = root / FIXTURES
    found = checkov("run_fixtures", fixtures, checks=[root])
    strange = sorted({one.name for one in fixtures.glob("*/") if one.is_dir()} - found.own.keys())
    unknown = (f"{fixtures / name}: expected the id of a check; {nearest(name, found.own)}" for name in strange)
    tested = (_test(found, fixtures, policy, title) for policy, title in found.own.items())
    without = CheckTest(policy="", title="", passing=0, failing=0, problems=tuple(unknown))
    return (*tested, without) if without.problems else tuple(tested)


def _test(found: Scan, fixtures: Path, policy: str, title: str) -> CheckTest:
    sides = {side: [one for one in found.verdicts if _of(one, policy, side)] for side in _SIDES}
    problems = [*_crashes(found, policy), *_unparsed(found, fixtures, policy)]
    for side, passed in _SIDES.items():
        problems += _problems(fixtures, policy, side, [one for one in sides[side] if one.passed is not passed])
        if not sides[side]:
            problems.append(_nothing(fixtures / policy / side))
    return CheckTest(
        policy=policy,
        title=title,
        passing=len(sides["passing"]),
        failing=len(sides["failing"]),
        problems=tuple(problems),
    )


def _of(verdict: Verdict, policy: str, side: str) -> bool:
    return verdict.policy == policy and verdict.file.startswith(f"{policy}/{side}/")


def _problems(fixtures: Path, policy: str, side: str, wrong: list[Verdict]) -> Iterator[str]:
    for one in wrong:
        said = "passed" if one.passed else "failed"
        expected = "fail" if one.passed else "pass"
        yield f"{fixtures / one.file}:{one.lines[0]}: {one.address}: expected {policy} to {expected}, and it {said}"


def _nothing(folder: Path) -> str:
    if not any(folder.glob("*.tf")):
        return f"{folder}: expected `*.tf` with a block that is {folder.name}, found none"
    return f"{folder}: expected a verdict of the check on some block, found none: is it asked of these types?"


def _crashes(found: Scan, policy: str) -> Iterator[str]:
    for crash in found.crashes:
        if crash.policy == policy:
            yield f"{policy}: the check raised an error on {crash.place or 'every block'}"


def _unparsed(found: Scan, fixtures: Path, policy: str) -> Iterator[str]:
    for file in found.unparsed:
        if file.startswith(f"{policy}/"):
            yield f"{fixtures / file}: expected Terraform, found what Checkov cannot read"

"""Job matrices of GitHub for what is affected."""

from __future__ import annotations

import json
from collections.abc import Iterator

from relinfra.errors import UsageError
from relinfra.review.affected import Affected, AffectedStack

__all__ = ["JOBS", "as_github"]

JOBS = 256
"""The most jobs of a matrix in a workflow run.

Source: https://docs.github.com/en/actions/reference/limits ("Job matrix: 256 jobs per workflow run").
"""


def as_github(affected: Affected) -> str:
    """Return what a step appends to GITHUB_OUTPUT: whether anything is affected, and two matrices.

    `environments` has a job for each environment; `stacks` one for each stack, and where those would be more than
    GitHub takes, jobs of several stacks of one environment and region, in the order in which they depend on each other.
    Raises `UsageError` where even that is too many.
    """
    lines = {
        "any": json.dumps(bool(affected.stacks)),
        "environments": _matrix([{"environment": name} for name in affected.environments]),
        "stacks": _matrix(list(_jobs(affected))),
    }
    return "".join(f"{key}={value}\n" for key, value in lines.items())


def _matrix(jobs: list[dict[str, str]]) -> str:
    if len(jobs) > JOBS:
        raise UsageError(f"--format github: {len(jobs)} jobs are more than the {JOBS} of a matrix; use --format json")
    return json.dumps({"include": jobs}, separators=(",", ":"))


def _jobs(affected: Affected) -> Iterator[dict[str, str]]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in affected.stacks:
        groups.setdefault(_place(one), []).append(one.name)
    size = next((size for size in range(1, _largest(groups) + 1) if _number(groups, size) <= JOBS), _largest(groups))
    for (environment, region, account), names in groups.items():
        for start in range(0, len(names), size):
            stacks = " ".join(names[start : start + size])
            yield {"environment": environment, "region": region, "account": account, "stacks": stacks}


def _place(one: AffectedStack) -> tuple[str, str, str]:
    return one.environment, one.region, one.account


def _largest(groups: dict[tuple[str, str, str], list[str]]) -> int:
    return max(map(len, groups.values()), default=1)


def _number(groups: dict[tuple[str, str, str], list[str]], size: int) -> int:
    return sum(-(-len(names) // size) for names in groups.values())

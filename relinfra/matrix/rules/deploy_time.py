"""A deployment ends before the job that waits for it is ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.deploy_time import LONGEST_JOB_MINUTES, deploy_minutes, rollout_minutes, slowest_service
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["deployments_fit_a_job"]


def deployments_fit_a_job(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse an environment whose regions together may take longer than GitHub lets a job run.

    A job that is ended in the middle leaves a deployment to itself and a state locked.
    """
    for name, environment in matrix.environments.items():
        if environment.target != "aws":
            continue
        minutes, slowest = deploy_minutes(matrix, name), slowest_service(environment)
        if minutes <= LONGEST_JOB_MINUTES or slowest is None:
            continue
        rollout = rollout_minutes(environment.services[slowest])
        expected = f"a deployment of all regions within the {LONGEST_JOB_MINUTES} minutes that GitHub gives a job"
        found = f"{minutes} minutes, of which `{slowest}` may take {rollout} in this region"
        hint = (
            "shorten what is waited for: `bake_minutes` and the steps before it, `timeout_minutes` of hooks, "
            "`grace_seconds`, "
            "`timeout_minutes` of migrations; or replace more tasks at once"
        )
        yield Finding(("environments", name, "services", slowest, "deployment"), expected, found, hint)

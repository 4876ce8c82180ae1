"""Rules of AWS CodeDeploy, where it differs from ECS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.exclusions import SPOT_AND_CODE_DEPLOY
from relinfra.matrix.models import CodeDeploy, PartialShift, Shifting
from relinfra.matrix.models.hook import CODE_DEPLOY_EVENTS
from relinfra.matrix.rules.finding import Finding, deployments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "code_deploy_answers_in_time",
    "code_deploy_asks_one_function",
    "code_deploy_moves_whole_percents",
    "code_deploy_runs_on_demand",
    "hooks_are_asked_at_known_stages",
]

_LONGEST_ANSWER_MINUTES = 60
"""https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html"""
_COUNTERPARTS = {
    "PRE_SCALE_UP": "BeforeInstall",
    "POST_SCALE_UP": "AfterInstall",
    "POST_TEST_TRAFFIC_SHIFT": "AfterAllowTestTraffic",
    "PRODUCTION_TRAFFIC_SHIFT": "BeforeAllowTraffic",
    "POST_PRODUCTION_TRAFFIC_SHIFT": "AfterAllowTraffic",
}
_ECS_COUNTERPARTS = {event: stage for stage, event in _COUNTERPARTS.items()}


def hooks_are_asked_at_known_stages(scope: Scope) -> Iterator[Finding]:
    """Refuse stages of ECS with CodeDeploy, and events of CodeDeploy with ECS: nobody would ask there."""
    for path, _, rollout in deployments(scope, Shifting):
        by_code_deploy = isinstance(rollout, CodeDeploy)
        for index, hook in enumerate(rollout.hooks):
            for place, stage in enumerate(hook.stages):
                if (stage in CODE_DEPLOY_EVENTS) != by_code_deploy:
                    at = (*path, "hooks", index, "stages", place)
                    asks = "CodeDeploy" if by_code_deploy else "ECS"
                    expected = f"a stage at which {asks} asks, which is in charge here"
                    yield Finding(at, expected, hint=_moment(stage), related=((*path, "strategy"),))


def _moment(stage: str) -> str:
    counterpart = _COUNTERPARTS.get(stage) or _ECS_COUNTERPARTS.get(stage)
    return f"`{counterpart}` is the same moment" if counterpart else "it has no such moment; leave this one out"


def code_deploy_asks_one_function(scope: Scope) -> Iterator[Finding]:
    """Refuse a second function at an event: an AppSpec names one."""
    for path, _, rollout in deployments(scope, CodeDeploy):
        asked: dict[str, Path] = {}
        for index, hook in enumerate(rollout.hooks):
            at = (*path, "hooks", index, "stages")
            for stage in hook.stages:
                if asked.get(stage, at) != at:
                    expected = "one function at an event, all that CodeDeploy asks there"
                    found = f"`{hook.function}` as well at {stage}"
                    yield Finding(at, expected, found, "let one function do both", (asked[stage],))
                asked.setdefault(stage, at)


def code_deploy_answers_in_time(scope: Scope) -> Iterator[Finding]:
    """Refuse a hook that may answer after CodeDeploy has given up on it.

    It gives up after an hour, and then rolls back whatever the hook would have said.
    """
    for path, _, rollout in deployments(scope, CodeDeploy):
        for index, hook in enumerate(rollout.hooks):
            if hook.timeout_minutes > _LONGEST_ANSWER_MINUTES:
                expected = f"at most {_LONGEST_ANSWER_MINUTES} minutes, after which CodeDeploy counts it as failed"
                yield Finding((*path, "hooks", index, "timeout_minutes"), expected, f"{hook.timeout_minutes}")


def code_deploy_moves_whole_percents(scope: Scope) -> Iterator[Finding]:
    """Refuse a share with a fraction, which ECS takes and CodeDeploy does not."""
    for path, _, rollout in deployments(scope, CodeDeploy):
        if isinstance(rollout, PartialShift) and (rollout.first_share < 1 or rollout.first_share % 1):
            expected = "a whole percentage of 1 or more, since CodeDeploy takes no fraction"
            yield Finding((*path, rollout.share_key), expected, f"{rollout.first_share:g}")


def code_deploy_runs_on_demand(scope: Scope) -> Iterator[Finding]:
    """Refuse Spot: a mix changes by a forced deployment, which ECS refuses where CodeDeploy deploys."""
    for path, service, _ in deployments(scope, CodeDeploy):
        if service.capacity is not None:
            hint = f"{SPOT_AND_CODE_DEPLOY.effect}: remove `capacity`, or choose a strategy of ECS"
            yield Finding((*path[:-1], "capacity"), "no mix with Spot", "a mix", hint, ((*path, "strategy"),))

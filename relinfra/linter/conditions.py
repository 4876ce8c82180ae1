"""Conditions of claims in words: why something does not happen, at the end of a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.claims import Claim, Verdict

__all__ = ["WORDS", "why"]

WORDS: Mapping[str, Mapping[str, str]] = {
    "alarms_roll_back": {
        "named": "none is named",
        "enabled": "they are turned off",
        "rolls_back": "rolling back is turned off",
        "on_alarm": "a deployment that an alarm stops is not rolled back",
        "exist": "one that is named is not there",
        "statistic": "one judges by another statistic than its name says",
        "silence_judged": "one judges nothing as long as nothing is measured",
        "both_sides": "one watches only one of the two target groups",
        "in_time": "one decides after the tasks to go back to are gone",
        "elsewhere": "another project has the deployment group",
    },
    "breaker_rolls_back": {
        "by_ecs": "ECS does not deploy it",
        "enabled": "it is turned off",
        "rolls_back": "it only stops the deployment",
    },
    "failure_rolls_back": {
        "by_code_deploy": "CodeDeploy does not deploy it",
        "enabled": "it is turned off",
        "on_failure": "a failure is none of its reasons",
        "elsewhere": "another project has the deployment group",
    },
    "migrates_first": {
        "apart": "its task is in the same stack as the service",
        "in_order": "the job applies the stacks before it migrates",
    },
    "rotation_reaches_tasks": {
        "heard": "nothing hears of a change",
        "started": "what hears of it starts nothing",
        "deploys": "what is started deploys nothing",
    },
}
"""Of every claim that lint asks, each condition."""


def why(claim: Claim) -> str:
    """Return what breaks a claim that is known not to hold; nothing where it holds, or nobody knows."""
    broken = claim.broken
    if broken is None or broken.verdict is not Verdict.FAILS:
        return ""
    return WORDS[claim.kind][broken.name]

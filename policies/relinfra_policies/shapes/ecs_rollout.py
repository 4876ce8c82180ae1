"""The time in which ECS shifts and watches the traffic of one deployment."""

from __future__ import annotations

import math
import re

from relinfra_policies.shapes.block import Block

__all__ = ["minutes", "watched_minutes"]

PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
MINUTES = {"h": 60.0, "m": 1.0, "s": 1 / 60, "ms": 1 / 60_000}


def minutes(duration: str) -> float:
    """Read a Terraform duration such as `1h30m`; what is no duration is 0."""
    if PART.sub("", duration):
        return 0
    return sum(float(amount) * MINUTES[unit] for amount, unit in PART.findall(duration))


def watched_minutes(service: Block) -> float | None:
    """Sum up the minutes a deployment waits: its steps and the final bake; None where one is unreadable."""
    rollout = service.block("deployment_configuration")
    waits = [rollout.number("bake_time_in_minutes")]
    for canary in rollout.blocks("canary_configuration"):
        waits.append(canary.number("canary_bake_time_in_minutes"))
    for linear in rollout.blocks("linear_configuration"):
        waits.append(_linear(linear))
    return None if None in waits else sum(wait for wait in waits if wait is not None)


def _linear(linear: Block) -> float | None:
    step, bake = linear.number("step_percent"), linear.number("step_bake_time_in_minutes")
    # Nothing waits after the step that moves the last of the traffic: the final bake begins.
    return None if not step or bake is None else (math.ceil(100 / step) - 1) * bake

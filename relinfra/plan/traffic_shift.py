"""The traffic shift of a deployment, be it ECS or CodeDeploy that moves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from relinfra.evidence import Fact
from relinfra.evidence.fact import Figure
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling, Rollout

__all__ = ["TrafficShift", "bake_minutes", "lasting", "traffic_shift"]


@dataclass(frozen=True)
class TrafficShift:
    """The steps in which traffic moves.

    `share` of it moves at a time, and `pause` passes before the next share; both are None where all of it moves at
    once. `bake` is how long the old tasks stay after that. `kind` is the strategy, or what CodeDeploy calls it where
    that is none of ours.
    """

    kind: str
    share: Fact[Figure] | None
    pause: Fact[Figure] | None
    bake: Fact[Figure] | None


def traffic_shift(rollout: Rollout) -> TrafficShift | None:
    """Return how a rollout moves traffic, None where it moves none or these stacks do not say how."""
    match rollout:
        case BlueGreen():
            return TrafficShift("blue_green", None, None, lasting(rollout.bake_minutes))
        case Canary():
            return TrafficShift(
                "canary", rollout.shift_percent, rollout.shift_bake_minutes, lasting(rollout.bake_minutes)
            )
        case Linear():
            return TrafficShift(
                "linear", rollout.shift_percent, rollout.shift_bake_minutes, lasting(rollout.bake_minutes)
            )
        case CodeDeploy():
            return None if rollout.elsewhere else _by_code_deploy(rollout)
        case Rolling() | OtherRollout():
            return None
        case _:
            assert_never(rollout)


def bake_minutes(rollout: Rollout) -> Fact[Figure] | None:
    """Return how long the old tasks stay after all traffic has moved, None where they do not."""
    shift = traffic_shift(rollout)
    return shift.bake if shift else None


def lasting(bake: Fact[Figure] | None) -> Fact[Figure] | None:
    """Return a bake time, None where it is no time at all."""
    return None if bake is None or bake.number == 0 else bake


def _by_code_deploy(rollout: CodeDeploy) -> TrafficShift:
    kind = rollout.shift.value if rollout.shift else ""
    return TrafficShift(kind, rollout.shift_percent, rollout.pause_minutes, lasting(rollout.bake_minutes))

"""The databases of the recovery region: promoted while home is lost, and followed back to home afterwards."""

from __future__ import annotations

from relinfra.evidence.records.database import Database
from relinfra.evidence.records.recovery import StandbyReplica
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.step import Given, Kind, Step
from relinfra.runbook.terraform import forgotten, grouped

__all__ = ["caught_up", "fenced_databases", "followed_back", "follows", "home_database", "promoted", "stood_down"]

_PROMOTED_WITHIN = 60
"""Minutes: AWS names no limit; a promotion reboots the instance."""
_FOLLOWS_WITHIN = 720
"""Minutes: a replica begins as a snapshot that is copied between regions, and a large database takes hours."""
_RENAMED_WITHIN = 30
_WRITER = "'available writer'"


def home_database(stage: Stage, replica: StandbyReplica) -> Database:
    """Return the database that one of the recovery region follows."""
    return Stage.databases.get(stage, replica.key)


def _here(stage: Stage, replica: StandbyReplica) -> dict[str, Given]:
    return {"region": stage.region, "identifier": replica.source}


def _there(stage: Stage, replica: StandbyReplica) -> dict[str, Given]:
    return {"region": stage.recovery.region, "identifier": replica.identifier}


def follows(stage: Stage) -> tuple[Step, ...]:
    """Return what has to hold of the replicas before, and how far they are behind: what a promotion loses."""
    steps: list[Step] = []
    for one in stage.recovery.replicas:
        about = {**_there(stage, one), "source": one.source}
        steps += [
            Step("follows", Kind.DEMAND, "instance_status", about, "available"),
            Step("behind", Kind.LEARN, "replica_lag", about, variable="SECONDS_BEHIND"),
            Step("lag_borne", Kind.DECIDE, given=about),
        ]
    return tuple(steps)


def fenced_databases(stage: Stage) -> tuple[Step, ...]:
    """Return how nobody reaches the databases at home any more, should their region answer."""
    about = [_here(stage, one) for one in stage.recovery.replicas]
    return tuple(Step("fence_database", Kind.ATTEMPT, "refuse_connections", one) for one in about)


def promoted(stage: Stage) -> tuple[Step, ...]:
    """Return how the replicas take writes, waited for by their new role."""
    steps: list[Step] = []
    for one in stage.recovery.replicas:
        about = {**_there(stage, one), "source": one.source}
        steps += [
            Step("promote", Kind.ACT, "promote", about),
            Step("is_writer", Kind.AWAIT, "instance_role", about, _WRITER, minutes=_PROMOTED_WITHIN),
        ]
    return tuple(steps)


def followed_back(stage: Stage, replica: StandbyReplica) -> tuple[Step, ...]:
    """Return how home gets a database that follows the promoted one, beside the one that was left behind."""
    here, there = _here(stage, replica), _there(stage, replica)
    both = {**here, "from_region": there["region"], "writer": there["identifier"]}
    return (
        Step("aside_again", Kind.ACT, "rename_damaged_instance", here),
        Step("is_aside", Kind.AWAIT, "damaged_instance_status", here, "available", minutes=_RENAMED_WITHIN),
        Step("follow_back", Kind.ACT, "replicate_back", both),
        Step("follows_back", Kind.AWAIT, "instance_status", both, "available", minutes=_FOLLOWS_WITHIN),
    )


def caught_up(stage: Stage, replica: StandbyReplica) -> tuple[Step, ...]:
    """Return how home takes writes again, once nobody writes and it lacks nothing."""
    here, there = _here(stage, replica), _there(stage, replica)
    both = {**here, "writer": there["identifier"]}
    writes = {**here, "source": there["identifier"]}
    return (
        Step("caught_up", Kind.AWAIT, "replica_near", here, "yes", minutes=_RENAMED_WITHIN),
        Step("compared_again", Kind.DECIDE, given=both),
        Step("promote_home", Kind.ACT, "promote_as_before", both),
        Step("is_writer", Kind.AWAIT, "instance_role", writes, _WRITER, minutes=_PROMOTED_WITHIN),
    )


def stood_down(stage: Stage) -> tuple[Step, ...]:
    """Return how the promoted instances make way for replicas that Terraform makes of those at home."""
    about = [_there(stage, one) for one in stage.recovery.replicas]
    steps = [step for one in about for step in _aside(one)]
    stacks = grouped([one.identifier for one in stage.recovery.replicas if one.identifier]) or {}
    return (*steps, *(step for stack, known in stacks.items() for step in forgotten(stack, known)))


def _aside(about: dict[str, Given]) -> tuple[Step, ...]:
    return (
        Step("aside_there", Kind.ACT, "rename_damaged_instance", about),
        Step("is_aside", Kind.AWAIT, "damaged_instance_status", about, "available", minutes=_RENAMED_WITHIN),
    )

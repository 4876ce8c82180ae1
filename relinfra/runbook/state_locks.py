"""A lock of Terraform's state that nobody holds any more: seen, told from one that is held, and removed."""

from __future__ import annotations

from relinfra.evidence import value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import right_account
from relinfra.runbook.pipeline import held, let_go, runs_ended
from relinfra.runbook.step import Given, Kind, Procedure, Step

__all__ = ["unlock_of"]


def unlock_of(stage: Stage) -> Procedure | None:
    """Return how the lock of a stage's stacks is removed, None where their state is not locked by a file in a bucket.

    `STACK` says which of the stacks; the lock's own id is read from it, so that no other is removed than the one seen.
    """
    state = Everything(stage.facts, "").project.state
    bucket, region, keys = state.bucket, state.region, state.keys
    if not (bucket and region and keys and state.lock_file and state.lock_file.value):
        return None
    own = _stacks(stage)
    if not own:
        return None
    about: dict[str, Given] = {"bucket": bucket, "region": region, "keys": keys, "stacks": " ".join(own)}
    steps = (
        *right_account(stage),
        Step("lock_key", Kind.LEARN, "lock_key", about, variable="LOCK_KEY"),
        Step("lock_seen", Kind.LEARN, "lock_id", about, variable="LOCK_ID"),
        Step("lock_holder", Kind.LEARN, "lock_holder", about, variable="HOLDER"),
        *held(stage),
        *runs_ended(stage),
        Step("lock_same", Kind.DEMAND, "lock_id", about, '"$LOCK_ID"'),
        Step("lock_left", Kind.DECIDE, given=about),
        Step("unlock", Kind.ACT, "force_unlock", about),
        Step("unlocked", Kind.AWAIT, "lock_count", about, "0", minutes=1),
        Step("lock_plan", Kind.ACT, "plan_named", about),
        *let_go(stage),
    )
    return Procedure("unlock", stage.id, {"stage": stage.name}, steps, ("STACK",))


def _stacks(stage: Stage) -> tuple[str, ...]:
    """Return the names of the stacks of an environment: a lock of any other is not this runbook's."""
    name = stage.id.partition("@")[0]
    stacks = Everything(stage.facts, "").project.stacks
    return tuple(one.key for one in stacks if one.environment and value_of(one.environment) == name)

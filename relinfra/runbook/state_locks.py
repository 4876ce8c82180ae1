"""A lock of Terraform's state that nobody holds any more: seen, told from one that is held, and removed."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import right_account
from relinfra.runbook.pipeline import held, let_go, runs_ended
from relinfra.runbook.step import Given, Kind, Procedure, Step

__all__ = ["unlocks_of"]


def unlocks_of(stage: Stage) -> Iterator[Procedure]:
    """Yield how the lock of a stage's stacks is removed; nothing where their state is not locked by a file in a bucket.

    Of those that keep it elsewhere for the loss of the region, it is another one. `STACK` says which of the stacks; the
    lock's own id is read from it, so that no other is removed than the one seen.
    """
    state, kept = Everything(stage.facts, "").project.state, stage.recovery.state
    if not (state.lock_file and state.lock_file.value):
        return
    elsewhere = {key.rpartition("/")[2].removesuffix(".tfstate") for key in value_of(kept.keys) or ()}
    own = [one for one in _stacks(stage) if one not in elsewhere]
    if state.bucket and state.region and state.keys and own:
        yield _unlock(stage, stage.id, (state.bucket, state.region, state.keys), own)
    if kept.bucket and kept.region and kept.keys:
        yield _unlock(stage, f"{stage.id}-recovery", (kept.bucket, kept.region, kept.keys), sorted(elsewhere))


def _unlock(stage: Stage, name: str, place: tuple[Fact, Fact, Fact], own: list[str]) -> Procedure:
    bucket, region, keys = place
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
    return Procedure("unlock", name, {"stage": stage.name, "bucket": bucket}, steps, ("STACK",))


def _stacks(stage: Stage) -> tuple[str, ...]:
    """Return the names of the stacks of an environment: a lock of any other is not this runbook's."""
    name = stage.id.partition("@")[0]
    stacks = Everything(stage.facts, "").project.stacks
    return tuple(one.key for one in stacks if one.environment and value_of(one.environment) == name)

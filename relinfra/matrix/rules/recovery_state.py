"""The bucket of states that outlives a region: another one, in another region, one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import ColdStandby
from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import RecoveryState
    from relinfra.matrix.rules.finding import Scope

__all__ = [
    "recovery_state_outlives_the_region",
    "recovery_states_are_told_apart",
    "stacks_of_the_day_have_a_state",
]


def recovery_state_outlives_the_region(scope: Scope) -> Iterator[Finding]:
    """Demand another region for the state of what takes over: in that of the environment it is lost with it."""
    recovery, own = scope.environment.disaster_recovery, scope.environment.region
    if recovery is None or recovery.state is None:
        return
    region, path = recovery.state.region, scope.at("disaster_recovery", "state", "region")
    hint = f"for example {recovery.region}, where its stacks are"
    if region == own:
        yield Finding(path, "another region than the environment's", region, hint, (scope.at("region"),))
    elif partition(region) != partition(own):
        expected = f"a region of the partition {partition(own)}, like {own}"
        yield Finding(path, expected, region, "its roles reach no bucket of another", (scope.at("region"),))


def stacks_of_the_day_have_a_state(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand a state elsewhere of what is applied when a region is lost: nothing can be applied without its state."""
    for scope in scopes(matrix):
        recovery, home = scope.environment.disaster_recovery, scope.environment.region
        if (
            isinstance(recovery, ColdStandby)
            and recovery.network
            and not recovery.state
            and matrix.state.region == home
        ):
            expected = f"`state` beside it, since the states in {home} are lost on the day on which it is applied"
            hint = f"for example `state: {{bucket: {matrix.state.bucket}-recovery, region: {recovery.region}}}`"
            yield Finding(scope.at("disaster_recovery", "network"), expected, hint=hint, related=(("state", "region"),))


def recovery_states_are_told_apart(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse a bucket of states for recovery that is another one's: the state's own, or one in another region.

    One bucket a region holds the states of all environments, each below its own name.
    """
    known: dict[str, tuple[RecoveryState, Scope]] = {}
    for scope in scopes(matrix):
        state = scope.environment.disaster_recovery and scope.environment.disaster_recovery.state
        if not state:
            continue
        at, home = scope.at("disaster_recovery", "state"), (("state",),)
        if state.bucket == matrix.state.bucket:
            hint = f"a bucket lies in one region; for example `{state.bucket}-recovery`"
            yield Finding((*at, "bucket"), "another bucket than that of all other states", state.bucket, hint, home)
        elif state.region == matrix.state.region and state.region != scope.environment.region:
            hint = f"take the section away: the states in {state.region} outlive {scope.environment.region} already"
            yield Finding((*at, "region"), "another region than that of all other states", state.region, hint, home)
        first, other = known.setdefault(state.region, (state, scope))
        if first.bucket != state.bucket:
            found, related = f"{state.bucket} beside {first.bucket}", (other.at("disaster_recovery", "state"),)
            yield Finding((*at, "bucket"), f"one bucket for the states in {state.region}", found, related=related)
        elsewhere = [one for region, (one, _) in known.items() if region != state.region and one.bucket == state.bucket]
        if elsewhere:
            found = f"{state.region} and {elsewhere[0].region}"
            yield Finding((*at, "region"), f"one region for `{state.bucket}`", found, "a bucket lies in one region")

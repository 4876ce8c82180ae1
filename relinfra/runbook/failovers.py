"""The loss of a region: a stage fails over to the one that stands by, and returns when its own is back."""

from __future__ import annotations

from relinfra.evidence import Fact, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.recovery import StandbyReplica
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import active, right_account
from relinfra.runbook.cold_standby import brought_home, brought_up
from relinfra.runbook.database_writers import brought_back
from relinfra.runbook.domains import led_away, led_home
from relinfra.runbook.pipeline import held, let_go, runs_cancelled, runs_ended
from relinfra.runbook.recovery_region import customers_answered, objects_home, regions, silent
from relinfra.runbook.replicas import all_follow, follow_anew, readers_gone, stacks_of_standby
from relinfra.runbook.standby_databases import (
    caught_up,
    fenced_databases,
    followed_back,
    follows,
    home_database,
    promoted,
    stood_down,
)
from relinfra.runbook.standby_services import answering, awake, fenced, there, waiting
from relinfra.runbook.step import Given, Kind, Procedure, Step
from relinfra.runbook.terraform import grouped, images, in_line, place

__all__ = ["failover_of", "return_of"]


def failover_of(stage: Stage) -> Procedure | None:
    """Return how a stage fails over to its recovery region, None where no service stands by or is prepared there."""
    if _prepared(stage):
        return brought_up(stage)
    if not _stands_by(stage):
        return None
    steps = (
        *right_account(stage),
        *_active_there(stage),
        *follows(stage),
        *held(stage),
        *runs_cancelled(stage),
        *fenced(stage),
        *fenced_databases(stage),
        *promoted(stage),
        *(step for one in stage.recovery.services for step in awake(stage, one)),
        *answering(stage),
        *led_away(stage),
        *customers_answered(stage),
        Step("elsewhere_people", Kind.DECIDE, given=regions(stage)),
        *_state_there(stage),
        Step("held_on", Kind.DECIDE, given=regions(stage)),
    )
    return Procedure("failover", stage.id, regions(stage), steps)


def return_of(stage: Stage) -> Procedure | None:
    """Return how a stage comes back from its recovery region, None where no service stands by or is prepared there."""
    if _prepared(stage):
        return brought_home(stage)
    if not _stands_by(stage):
        return None
    replicas = stage.recovery.replicas
    steps = (
        *right_account(stage),
        *(active(stage, one) for one in stage.services),
        *(step for one in replicas for step in _names_free(stage, one)),
        *(step for one in replicas for step in all_follow(stage, home_database(stage, one), standby=False)),
        *held(stage),
        *runs_ended(stage),
        *(step for one in replicas for step in followed_back(stage, one)),
        *(silent(stage, stage.recovery.services) if replicas or stage.recovery.buckets else ()),
        *objects_home(stage),
        *(step for one in replicas for step in caught_up(stage, one)),
        *stood_down(stage),
        *_in_line(stage),
        *brought_back(stage, stage.services),
        *led_home(stage),
        *customers_answered(stage),
        *(step for one in stage.recovery.services for step in waiting(stage, one)),
        *_plans_nothing(stage),
        Step("back_people", Kind.DECIDE, given=regions(stage)),
        *(step for one in replicas for step in _kept(one)),
        *let_go(stage),
    )
    return Procedure("return", stage.id, regions(stage), steps)


def _prepared(stage: Stage) -> bool:
    prepared = stage.recovery.prepared
    named = all(one.name and one.cluster for one in prepared.services)
    return bool(stage.region and stage.recovery.region and prepared.stacks and prepared.services and named)


def _stands_by(stage: Stage) -> bool:
    named = all(one.name and one.cluster for one in stage.recovery.services)
    return bool(stage.region and stage.recovery.region and stage.recovery.services and named)


def _active_there(stage: Stage) -> tuple[Step, ...]:
    about = [there(stage, one) for one in stage.recovery.services]
    return tuple(Step("active", Kind.DEMAND, "service_status", given=one, expected="ACTIVE") for one in about)


def _names_free(stage: Stage, replica: StandbyReplica) -> tuple[Step, ...]:
    here: dict[str, Given] = {"region": stage.region, "identifier": replica.source}
    away: dict[str, Given] = {"region": stage.recovery.region, "identifier": replica.identifier}
    return (
        Step("is_writer_there", Kind.DEMAND, "instance_role", {**away, "source": replica.source}, "'available writer'"),
        Step("is_there", Kind.DEMAND, "instance_status", here, "available"),
        Step("names_free", Kind.DEMAND, "instance_names_taken", here, "0"),
        Step("names_free", Kind.DEMAND, "instance_names_taken", away, "0"),
    )


def _kept(replica: StandbyReplica) -> tuple[Step, ...]:
    names = [one for one in (replica.source, replica.identifier) if one]
    return tuple(Step("damaged_kept", Kind.DECIDE, given={"identifier": one}) for one in names)


def _in_line(stage: Stage) -> tuple[Step, ...]:
    """Return how everything follows the databases at home: their read replicas, Terraform, and the standby replicas."""
    home = [home_database(stage, one) for one in stage.recovery.replicas]
    names = [one.identifier for one in home if one.identifier]
    if not names:
        return ()
    return (
        *(step for one in home for step in readers_gone(stage, one)),
        *in_line(stage, names, stacks_of_standby(stage)),
        *(step for one in home for step in follow_anew(stage, one)),
    )


def _state_there(stage: Stage) -> tuple[Step, ...]:
    """Return the proof that Terraform takes a promoted database as it is; where its state is lost, that this is so."""
    state = Everything(stage.facts, "").project.state
    found = grouped([one for one in _identifiers(stage) if place(one)])
    if found is None:
        return ()
    if state.region is None or value_of(state.region) == value_of(stage.region):
        # The stack of a replica reads the state of the database that it followed, wherever its own lies.
        return (Step("state_lost", Kind.DECIDE, given={"bucket": state.bucket, "home": stage.region}),)
    return tuple(step for stack, known in found.items() for step in _planned(stack, tuple(known.values())))


def _identifiers(stage: Stage) -> tuple[Fact, ...]:
    return tuple(one.identifier for one in stage.recovery.replicas if one.identifier)


def _planned(stack: str, names: Fact | tuple[Fact, ...]) -> tuple[Step, ...]:
    given: dict[str, Given] = {"stack": stack, "names": names}
    return (
        Step("initialized", Kind.ACT, "terraform_init", given),
        Step("plans_nothing", Kind.DEMAND, "plan_exit", given, "0"),
    )


def _plans_nothing(stage: Stage) -> tuple[Step, ...]:
    """Return the proof that Terraform is in line with both regions after the return."""
    names = (
        *(one.name for one in stage.services if one.name),
        *_identifiers(stage),
        *(one.name for one in stage.recovery.services if one.name),
    )
    stacks = {known[0]: name for name in reversed(names) if (known := place(name))}
    planned = [step for stack, name in reversed(stacks.items()) for step in _planned(stack, name)]
    return (*images(stage), *planned)

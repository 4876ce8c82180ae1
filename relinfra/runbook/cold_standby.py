"""The loss of a region that only copies outlive: stacks are applied elsewhere, and what was written comes home."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.database import AuroraCluster, Database
from relinfra.evidence.records.recovery import PreparedDatabase
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import active, right_account, tasks_serve
from relinfra.runbook.copies import copied_anew, copies_ended
from relinfra.runbook.database_writers import brought_back
from relinfra.runbook.domains import led_away, led_home
from relinfra.runbook.moved_databases import moved
from relinfra.runbook.pipeline import held, let_go, runs_cancelled, runs_ended
from relinfra.runbook.recovery_region import customers_answered, objects_home, regions, silent
from relinfra.runbook.replicas import all_follow, follow_anew, readers_gone
from relinfra.runbook.restores import replacing
from relinfra.runbook.standby_services import fenced, home_of, there
from relinfra.runbook.step import Given, Kind, Procedure, Step
from relinfra.runbook.terraform import in_line, place

__all__ = ["brought_home", "brought_up"]

_RESTORED_WITHIN = 720
"""Minutes: AWS names no limit, and a large database takes hours."""


def brought_up(stage: Stage) -> Procedure:
    """Return how a stage is brought up in its recovery region from the stacks of the day, with restored databases."""
    prepared, versions = stage.recovery.prepared, " ".join(_versions(stage))
    steps = (
        *right_account(stage),
        *([Step("version_told", Kind.DECIDE, given={"names": versions})] if versions else []),
        *(step for one in prepared.databases for step in _copy_found(stage, one)),
        *held(stage),
        *runs_cancelled(stage),
        *fenced(stage),
        *_fenced_databases(stage),
        *(step for name in value_of(prepared.stacks) or () for step in _applied(stage, name)),
        *led_away(stage),
        *customers_answered(stage),
        Step("elsewhere_people", Kind.DECIDE, given=regions(stage)),
        Step("held_there", Kind.DECIDE, given=regions(stage)),
    )
    return Procedure("failover", stage.id, regions(stage), steps, _versions(stage))


def brought_home(stage: Stage) -> Procedure:
    """Return how a stage comes home: writes end there, databases and objects move, and what was brought up goes."""
    databases = [database for database in stage.databases if database.identifier]
    moves = [(one, replacing(stage, one, moved(stage, one))) for one in databases]
    steps = (
        *right_account(stage),
        *(active(stage, one) for one in stage.services),
        *(step for _, (before, _, _) in moves for step in before),
        *(step for one in databases for step in all_follow(stage, one)),
        *held(stage),
        *runs_ended(stage),
        *silent(stage, stage.recovery.prepared.services),
        *(step for _, (_, done, _) in moves for step in done),
        *objects_home(stage),
        *_in_line(stage, databases, [name for _, (_, _, names) in moves for name in names]),
        *brought_back(stage, stage.services),
        *led_home(stage),
        *customers_answered(stage),
        *(step for one in databases for step in copied_anew(stage, one)),
        Step("back_people", Kind.DECIDE, given=regions(stage)),
        Step("taken_down", Kind.DECIDE, given={"region": stage.recovery.region, "stacks": _backwards(stage)}),
        *(Step("damaged_kept", Kind.DECIDE, given={"identifier": one.identifier}) for one in databases),
        *let_go(stage),
    )
    return Procedure("return", stage.id, regions(stage), steps)


def _versions(stage: Stage) -> tuple[str, ...]:
    """Return the Terraform variables of the images: what ran cannot be read from a region that is lost."""
    variables = (service.image_variable for service in stage.services)
    return tuple(dict.fromkeys(f"TF_VAR_{one.value}" for one in variables if one))


def _copy_found(stage: Stage, database: PreparedDatabase) -> tuple[Step, ...]:
    """Return how the newest copy is found, and that what was written since may be lost."""
    about: dict[str, Given] = {"region": stage.recovery.region, "identifier": database.source}
    borne = Step("copy_borne", Kind.DECIDE, given=about)
    if database.variable is None:
        return (Step("newest_backup", Kind.LEARN, "newest_backup", about, variable="NEWEST_COPY"), borne)
    vaulted: dict[str, Given] = {**about, "vault": database.vault}
    variable = f"TF_VAR_{database.variable.value}"
    return (
        Step("newest_snapshot", Kind.LEARN, "snapshot_found", vaulted, variable=variable),
        Step("snapshot_time", Kind.LEARN, "snapshot_time", {**vaulted, "variable": variable}, variable="NEWEST_COPY"),
        borne,
    )


def _fenced_databases(stage: Stage) -> Iterator[Step]:
    """Yield how nobody reaches the databases at home any more, should their region answer."""
    for one in stage.databases:
        about: dict[str, Given] = {"region": stage.region, "identifier": one.identifier}
        command = "refuse_cluster_connections" if isinstance(one, AuroraCluster) else "refuse_connections"
        if all(about.values()):
            yield Step("fence_database", Kind.ATTEMPT, command, about)


def _applied(stage: Stage, name: str) -> Iterator[Step]:
    """Yield the apply of a stack of the day, and what is awaited of what it makes."""
    prepared, about = stage.recovery.prepared, {"stack": name, "region": stage.recovery.region}
    yield Step("brought_up", Kind.ACT, "apply_stack", about)
    databases = [one for one in prepared.databases if _lies_in(one.identifier, name)]
    for one in databases:
        command = "cluster_status" if one.variable else "instance_status"
        given: dict[str, Given] = {"region": stage.recovery.region, "identifier": one.identifier}
        yield Step("restored_there", Kind.AWAIT, command, given, "available", minutes=_RESTORED_WITHIN)
    if databases:
        # A restore takes the settings of what was copied; whatever differs is set now.
        yield Step("completed_there", Kind.ACT, "apply_stack", about)
    yield Step("stack_in_line", Kind.DEMAND, "plan_exit", about, "0")
    for service in prepared.services:
        if _lies_in(service.name, name):
            yield from tasks_serve(there(stage, service), home_of(stage, service))


def _lies_in(fact: Fact | None, stack: str) -> bool:
    found = place(fact) if fact else None
    return found is not None and found[0] == stack


def _in_line(stage: Stage, databases: list[Database], names: list[Fact]) -> tuple[Step, ...]:
    """Return how Terraform and the read replicas follow the databases that took the places of those at home."""
    if not names:
        return ()
    return (
        *(step for one in databases for step in readers_gone(stage, one)),
        *(step for one in databases for step in copies_ended(stage, one)),
        *in_line(stage, names),
        *(step for one in databases for step in follow_anew(stage, one)),
    )


def _backwards(stage: Stage) -> str:
    return " ".join(reversed(value_of(stage.recovery.prepared.stacks) or ()))

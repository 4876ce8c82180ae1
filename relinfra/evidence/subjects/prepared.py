"""The stacks of a cold standby: what would be made of them on the day, and from which backups."""

from __future__ import annotations

from graphlib import TopologicalSorter

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.recovery import PreparedDatabase, PreparedStandby, Recovery
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.standby import collect_service

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect what the stacks of the day hold, in the order in which they are applied; nothing where there are none."""
    if not stage.prepared:
        return
    own = recorder.at(Stage.recovery, "disaster_recovery").at(Recovery.prepared)
    names = _in_order(stage)
    own.add(PreparedStandby.stacks, names, FileEvidence("manifest.json", None, ", ".join(names)))
    for stack in stage.prepared:
        for vpc in stack.find("aws_vpc"):
            own.at(PreparedStandby.network, "network").read(vpc)
        for balancer in stack.find("aws_lb"):
            own.at(PreparedStandby.load_balancer).read(balancer)
        for service in stack.find("aws_ecs_service"):
            collect_service(stage, stack, service, own.one(PreparedStandby.services, service.name))
        for kind, name in (("aws_db_instance", "identifier"), ("aws_rds_cluster", "cluster_identifier")):
            for database in stack.find(kind):
                # A reader of its own follows what is restored.
                if not database.at("replicate_source_db"):
                    _database(stage, database, name, own.one(PreparedStandby.databases, database.name))


def _in_order(stage: StageStacks) -> tuple[str, ...]:
    """Return the names, each after those it depends on."""
    needs = {one.name: one.dependencies for one in stage.prepared}
    return tuple(name for name in TopologicalSorter(needs).static_order() if name in needs)


def _database(stage: StageStacks, database: Resource, name: str, recorder: Recorder) -> None:
    recorder.take(PreparedDatabase.identifier, database.at(name))
    home = stage.get(database.address)
    recorder.take(PreparedDatabase.source, home and home.at(name))
    snapshot = database.at("snapshot_identifier")
    if snapshot:
        variable = snapshot.text.removeprefix("${var.").removesuffix("}")
        recorder.add(PreparedDatabase.variable, variable, snapshot)
        recorder.take(PreparedDatabase.vault, _vault(stage))


def _vault(stage: StageStacks) -> Attribute | None:
    """Return the vault in the other region that snapshots of clusters are copied to."""
    for stack in stage.recovery:
        for plan in stack.find("aws_backup_plan"):
            for rule in plan.each("rule"):
                vault = stage.output.follow_one(rule.at("copy_action", "destination_vault_arn"), "aws_backup_vault")
                if vault:
                    return vault.at("name")
    return None

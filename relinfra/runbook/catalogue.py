"""Every procedure of a project, as its facts say."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.deployments import rollback_of, stop_of
from relinfra.runbook.failovers import failover_of, return_of
from relinfra.runbook.objects import objects_restore_of
from relinfra.runbook.restores import restore_of, snapshot_restore_of
from relinfra.runbook.rotations import rotations_of
from relinfra.runbook.state_locks import unlocks_of
from relinfra.runbook.step import Procedure

__all__ = ["procedures"]


def procedures(facts: Facts) -> tuple[Procedure, ...]:
    """Return the procedures of every stage that is deployed to AWS."""
    return tuple(one for stage in facts.stages if stage.region for one in _of_stage(stage))


def _of_stage(stage: Stage) -> Iterator[Procedure]:
    for service in stage.services:
        yield from filter(None, (stop_of(stage, service), rollback_of(stage, service)))
    for database in stage.databases:
        yield from filter(None, (restore_of(stage, database), snapshot_restore_of(stage, database)))
    for bucket in stage.buckets:
        yield from filter(None, (objects_restore_of(stage, bucket),))
    yield from filter(None, (failover_of(stage), return_of(stage)))
    yield from rotations_of(stage)
    yield from unlocks_of(stage)

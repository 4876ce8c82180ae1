"""Failures of Checkov's policies that are accepted by design, each with the rule that makes up for it."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import objects_copied
from relinfra.evidence import Facts
from relinfra.evidence.records.database import RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Bucket
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say
from relinfra.plan.stages import deployed

__all__ = ["by_design"]


def by_design(facts: Facts) -> list[Line]:
    """Return what fails policies of Checkov and is accepted by design, with what makes up for it."""
    return [(told,) for stage in deployed(facts) for told in (*_traffic(stage), *_buckets(stage), *_others(stage))]


def _traffic(stage: Stage) -> Iterator[Statement]:
    balancer, own = stage.load_balancer, {"stage": stage.title}
    if balancer.redirects:
        yield say("compliance.redirects", stage.id, **own, protocol=balancer.redirects)
    if balancer.targets_speak:
        yield say("compliance.targets", stage.id, **own, protocol=balancer.targets_speak)


def _buckets(stage: Stage) -> Iterator[Statement]:
    for log in stage.log_buckets:
        if log.encryption and log.encryption.value == "AES256":
            yield say("compliance.log_keys", log.id, name=log.name, algorithm=log.encryption)
    for bucket in stage.buckets:
        yield from _copied(stage, bucket)


def _copied(stage: Stage, bucket: Bucket) -> Iterator[Statement]:
    """Yield what stands for a copy in the bucket's own stack: one that another stack makes, or versions."""
    for copied in stage.recovery.buckets:
        if bucket.name and copied.name and copied.name.value == bucket.name.value:
            if objects_copied(copied).holds:
                yield say("compliance.copied", copied.id, name=copied.name, replica=copied.replica)
            return
    if bucket.versioned and bucket.versioned.value:
        yield say("compliance.one_region", bucket.id, name=bucket.name, versioned=bucket.versioned)


def _others(stage: Stage) -> Iterator[Statement]:
    for database in stage.databases:
        for reader in database.replicas if isinstance(database, RdsInstance) else ():
            yield say("compliance.reader", reader.id, name=reader.identifier, source=database.identifier)
    for service in stage.services:
        if family := service.migration.family:
            yield say("compliance.migration", service.id, stage=stage.title, task=family)

"""Operational criteria: alarms, ways back, people on call, backups."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import (
    alarms_are_told,
    alarms_roll_back,
    breaker_rolls_back,
    release_turns_back,
    somebody_on_call,
)
from relinfra.claims import (
    backed_up as is_backed_up,
)
from relinfra.evidence import Facts
from relinfra.evidence.records.alarm import Topic
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.criteria.criterion import Criterion, titled
from relinfra.plan.ids import alarms_of, runbooks_of
from relinfra.plan.model import Given, Statement
from relinfra.plan.people import on_call, person
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.rollback_alarms import counted
from relinfra.plan.stages import distinct

__all__ = ["backed_up", "called", "watched"]


def watched(facts: Facts) -> Iterator[Criterion]:
    """Return whether somebody hears of the alarms, and whether something turns deployments back."""
    for stage in facts.live:
        yield _told(facts, stage)
        yield _returning(facts, stage)


def _told(facts: Facts, stage: Stage) -> Criterion:
    topics = stage.topics
    heard, names = Topic.subscribers.each(topics), Topic.name.each(topics)
    requirement = say("criteria.watched", stage.id, stage=stage.title)
    told = say("criteria.told", stage.id, topics=names, heard=heard) if heard else label("criteria.nobody_told")
    return Criterion(
        key=".".join(("watched", *distinct(facts, stage))),
        category="operational",
        title=titled(facts, stage, "criteria.watched_title"),
        requirement=(requirement,),
        verification=(told,),
        owner=person(facts, "devops_engineer", ".".join(("criteria.watched", *distinct(facts, stage)))),
        claim=alarms_are_told(stage),
        links=alarms_of(stage),
    )


def _returning(facts: Facts, stage: Stage) -> Criterion:
    services = stage.services
    claims = {one.id: alarms_roll_back(one) for one in services}
    guarded = [one for one in services if claims[one.id].holds]
    told = [
        asserted(claims[one.id], "criteria.guarded", one.id, name=one.name, alarms=claims[one.id].alarms)
        for one in guarded
    ]
    alone = [one for one in services if one not in guarded and not counted(one) and breaker_rolls_back(one).holds]
    told += [_uncounted(one) for one in alone]
    bare = [one for one in services if one not in guarded and one not in alone]
    told += [say("criteria.unguarded", one.id, name=one.name) for one in bare]
    return Criterion(
        key=".".join(("rollback", *distinct(facts, stage))),
        category="operational",
        title=titled(facts, stage, "criteria.rollback_title"),
        requirement=(say("criteria.rollback", stage.id, stage=stage.title),),
        verification=tuple(told) or (label("none"),),
        owner=person(facts, "release_manager", ".".join(("criteria.rollback", *distinct(facts, stage)))),
        claim=release_turns_back(stage),
        links=runbooks_of(stage),
    )


def _uncounted(service: Service) -> Statement:
    given: dict[str, Given] = {"name": service.name, "breaker": service.rollout.circuit_breaker_rollback}
    return asserted(breaker_rolls_back(service), "criteria.uncounted", service.id, **given)


def called(facts: Facts) -> Iterator[Criterion]:
    """Return whether somebody is on call."""
    yield Criterion(
        key="on_call",
        category="operational",
        title=label("criteria.on_call_title"),
        requirement=(label("criteria.on_call"),),
        verification=on_call(facts, "criteria.on_call"),
        owner=person(facts, "engineering_manager", "criteria.on_call"),
        claim=somebody_on_call(facts),
    )


def backed_up(facts: Facts) -> Iterator[Criterion]:
    """Return whether the databases of the live stages are backed up."""
    for database in (one for stage in facts.live for one in stage.databases):
        identifier, days = database.identifier, database.backup_days
        if identifier:
            kept = say("criteria.backed_up", database.id, days=days) if days else label("none")
            yield Criterion(
                key=f"backups.{database.id}",
                category="operational",
                title=say("criteria.backups_title", database.id, identifier=identifier),
                requirement=(say("criteria.backups", database.id, identifier=identifier),),
                verification=(kept,),
                owner=person(facts, "database_administrator", f"criteria.{database.id}"),
                claim=is_backed_up(database),
                links=(("RUN", database.id),),
            )

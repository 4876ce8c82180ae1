"""Major upgrades of databases: what a release does to them, how, how long they are down, and that nothing undoes it.

What stops an upgrade, its snapshots, that no restore leads in between, statistics, extensions:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.Process.html;
Multi-AZ and replicas of the region together: USER_UpgradeDBInstance.PostgreSQL.html beside it. Of Aurora, the pages
of the same names in AuroraUserGuide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.claims import upgrades_when_applied
from relinfra.evidence import Evidence, Fact, Facts, TerraformEvidence, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance, ReadReplica, Upgrade
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Bullet, Bullets, Given, Line, Paragraph, Statement, Step, Steps, Subheading
from relinfra.plan.say import again, asserted, command, reason, say
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.stages import deployed

_MAJOR = "major_upgrade"

__all__ = [
    "afterwards",
    "against_needs",
    "announced",
    "former_version",
    "no_way_back",
    "no_way_back_again",
    "performed",
    "rehearsal",
    "upgrade",
    "upgraded",
    "upgrades",
]


def upgraded(stage: Stage | None) -> tuple[Database, ...]:
    """Return the databases of a stage whose major version a release changes."""
    return tuple(one for one in stage.databases if one.identifier and former_version(one)) if stage else ()


def former_version(database: Database) -> Fact | None:
    """Return the major version a database has before: declared in the stacks, or that of an output of before."""
    if database.upgrade.former or database.version is None:
        return database.upgrade.former
    places = {_place(proof) for proof in database.version.evidence}
    compared = Everything(database.facts, "").changes.every
    found = (one.before for one in compared if value_of(one.why) == _MAJOR)
    return next((was for was in found if was and any(_place(proof) in places for proof in was.evidence)), None)


def _place(proof: Evidence) -> tuple[str, str]:
    return (proof.stack, proof.address) if isinstance(proof, TerraformEvidence) else ("", "")


def upgrades(facts: Facts) -> tuple[Block, ...]:
    """Return what major upgrades do in every stage, and their steps; nothing where there is none."""
    blocks: list[Block] = []
    for stage in deployed(facts):
        databases = upgraded(stage)
        if databases:
            heading = say("upgrade.heading", stage.id, stage=stage.title, account=stage.account)
            told = tuple(Bullet(_told(facts, stage, database)) for database in databases)
            steps = tuple(step for database in databases for step in upgrade(facts, stage, database))
            blocks += [Subheading((heading,)), Bullets(told), *_by_job(facts, stage), Steps(steps)]
    return tuple(blocks)


def _by_job(facts: Facts, stage: Stage) -> Iterator[Block]:
    """Yield which job applies the stacks of the databases, nothing where people do."""
    stacks = Upgrade.stack.each(one.upgrade for one in upgraded(stage))
    for _, job in deploying(facts, stage)[:1]:
        yield Paragraph((say("upgrade.by_job", stage.id, job=job.key, stacks=stacks),))


def announced(facts: Facts, database: Database) -> Line:
    """Return what is upgraded, and that it is down meanwhile: what people have to be told before."""
    claim, given = upgrades_when_applied(database), _given(database)
    happens = asserted(claim, "upgrade.happens" if claim.holds else "upgrade.declared", database.id, **given)
    wanted = facts.release.needs.zero_downtime
    against = (say("upgrade.against", database.id, wanted=wanted),) if wanted and wanted.value else ()
    return (happens, *reason(claim), say("upgrade.down", database.id, **given, multi_az=database.multi_az), *against)


def against_needs(facts: Facts, stage: Stage, service: Service) -> Line:
    """Return that a database a service uses is down although the release is to be without downtime."""
    wanted = facts.release.needs.zero_downtime
    down = [one for one in upgraded(stage) if service.uses(one.identifier)]
    return (say("upgrade.against", service.id, wanted=wanted),) if wanted and wanted.value and down else ()


def no_way_back(database: Database) -> Line:
    """Return that a major version cannot be taken back, and what is left; nothing where none changes."""
    given = _given(database)
    return (say("upgrade.no_way_back", database.id, **given),) if given["former"] else ()


def no_way_back_again(database: Database) -> Line:
    """Return the same where a document repeats it."""
    return tuple(map(again, no_way_back(database)))


def upgrade(facts: Facts, stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how a database is upgraded, step by step; nothing where its version stays."""
    if not (stage.region and database.identifier and former_version(database)):
        return ()
    return (rehearsal(database), *performed(facts, stage, database), *afterwards(database))


def rehearsal(database: Database) -> Step:
    """Return the rehearsal with a copy, which also tells how long the database will be down."""
    about, given = database.id, _given(database)
    return Step((say("upgrade.rehearse", about, **given),), (), (say("upgrade.rehearsed", about),))


def performed(facts: Facts, stage: Stage, database: Database) -> Iterator[Step]:
    """Yield what is done on the day: what would stop it, a snapshot of one's own, the upgrade, and how it is seen."""
    about, given = database.id, _given(database)
    yield Step(
        (say("upgrade.ask", about, **given),),
        (command("upgrade_obstacles", about),),
        (say("upgrade.nothing_stops", about),),
    )
    if facts.release.version:
        named = {"region": stage.region, "identifier": database.identifier, "version": facts.release.version}
        made = command(_by_engine(database, "snapshot", "snapshot_cluster"), f"upgrade.{about}", **named)
        yield Step((say("upgrade.snapshot", about, **given),), (made,), (say("upgrade.kept", about),))
    yield _applied(database)
    named = {"region": stage.region, "identifier": database.identifier}
    yield Step(
        (say("upgrade.see", about, identifier=database.identifier),),
        (command(_by_engine(database, "engine_version", "engine_version_cluster"), about, **named),),
        (say("upgrade.seen", about, version=database.version),),
    )


def afterwards(database: Database) -> Iterator[Step]:
    """Yield what an upgrade leaves to people: statistics and extensions, and the line of the matrix."""
    about, given = database.id, _given(database)
    yield Step(
        (say("upgrade.refresh", about, **given),),
        (command("upgrade_refresh", about),),
        (say("upgrade.refreshed", about),),
    )
    group = database.upgrade.former_group
    if database.upgrade.former:
        yield Step((say("upgrade.remove", about, **given),), (), (say("upgrade.removed", about, group=group),))


def _given(database: Database) -> dict[str, Given]:
    upgrade = database.upgrade
    return {
        "identifier": database.identifier,
        "former": former_version(database),
        "version": database.version,
        "stack": upgrade.stack or _stack(database),
    }


def _stack(database: Database) -> str:
    """Return the stack that proves the version of a database."""
    proofs = database.version.evidence if database.version else ()
    return next((proof.stack for proof in proofs if isinstance(proof, TerraformEvidence)), "")


def _told(facts: Facts, stage: Stage, database: Database) -> Line:
    return (*announced(facts, database), *_followers(stage, database), *no_way_back(database))


def _followers(stage: Stage, database: Database) -> Iterator[Statement]:
    """Yield what becomes of what follows a database: readers, copies elsewhere, and replicas of other regions."""
    about, region = database.id, stage.recovery.region
    match database:
        case RdsInstance():
            replicas = ReadReplica.identifier.each(database.replicas)
            yield say("upgrade.replicas" if replicas else "upgrade.no_replicas", about, replicas=replicas)
        case AuroraCluster():
            yield say("upgrade.instances", about, instances=database.instances)
        case _:
            assert_never(database)
    given = _given(database)
    if any(copy.key == database.key for copy in stage.recovery.databases):
        yield say("upgrade.copies", about, **given, region=region)
    for replica in stage.recovery.replicas:
        if replica.source and database.identifier and replica.source.value == database.identifier.value:
            yield say("upgrade.standby", replica.id, identifier=replica.identifier, region=region)


def _applied(database: Database) -> Step:
    claim, given = upgrades_when_applied(database), _given(database)
    done: Line = (asserted(claim, "upgrade.applied", database.id, **given),) if claim.holds else reason(claim)
    return Step((say("upgrade.apply", database.id, **given),), (), done)


def _by_engine(database: Database, instance: str, cluster: str) -> str:
    match database:
        case RdsInstance():
            return instance
        case AuroraCluster():
            return cluster
        case _:
            assert_never(database)

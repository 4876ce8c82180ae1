"""Whether schemas change before code, and whether the code before them bears it: each condition broken by itself."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from relinfra.claims import Verdict, changes_database, makes_change, migrates_first, previous_version_works
from relinfra.evidence import Facts
from relinfra.evidence.records.project import Job
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.decision import decide
from relinfra.plan.sections.triggers import triggers
from tests.relinfra.plan.facts import facts, stage, text

SENTENCE = "The version before this release does not work with the schema that it leaves"
ROLLING = {"strategy": "rolling", "circuit_breaker": True, "circuit_breaker_rollback": True}


def web(known: Facts) -> Service:
    """Return the service of production."""
    return Stage.services.get(known.stage("production"), "web")


def released(change: Mapping[str, object], **service: object) -> Facts:
    """Return what is known of a release with one change of a database, and of a service in production."""
    told = {"name": "shop-web", "deployment": ROLLING, **service}
    databases = {"database": {"main": {"identifier": "shop-main", "engine": "postgres"}}}
    return facts(
        project={"promotion": ("production",)},
        production=stage(service={"web": told}, **databases),
        release={"database_changes": {"add": {"description": "A column.", **change}}, "needs": {"zero_downtime": True}},
    )


@pytest.mark.parametrize(
    ("first", "job", "broken"),
    [
        (True, None, None),
        (True, True, None),
        (False, True, "apart"),
        (None, True, "apart"),
        (True, False, "in_order"),
    ],
)
def test_a_schema_changes_first(first: bool | None, job: bool | None, broken: str | None) -> None:
    """Its stack comes before the service's, and the job, where one does it, keeps to that."""
    migration = {"family": "shop-web-migration", **({} if first is None else {"first": first})}
    known = facts(
        production=stage(service={"web": {"name": "shop-web", "migration": migration}}),
        project={"job": {"migrates": "Migrate", "migrates_first": job}},
    )
    claim = migrates_first(web(known), None if job is None else Job(known, "project.job"))
    assert (claim.broken and claim.broken.name) == broken


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"backward_compatible": True}, Verdict.HOLDS),
        ({"backward_compatible": False}, Verdict.FAILS),
        ({}, Verdict.UNKNOWN),
        ({"backward_compatible": False, "service": "web"}, Verdict.FAILS),
        ({"backward_compatible": False, "service": "jobs"}, Verdict.HOLDS),
        ({"backward_compatible": False, "service": "jobs", "database": "main"}, Verdict.FAILS),
        ({"backward_compatible": False, "service": "jobs", "database": "other"}, Verdict.HOLDS),
    ],
)
def test_a_previous_version_bears_the_changes_that_concern_it(change: dict[str, object], verdict: Verdict) -> None:
    """Its own, those of nobody in particular, and those that another service makes in a database it uses."""
    known = released(change, secret={"DATABASE": {"variable": "DATABASE", "managed_for": "shop-main"}})
    assert previous_version_works(web(known)).verdict is verdict


def test_a_key_with_hyphens_is_the_name_that_terraform_has_without() -> None:
    """The release file names services and databases as the matrix does; ids of facts have no hyphens."""
    known = facts(
        production=stage(
            service={"api_gateway": {"name": "shop-api-gateway"}}, database={"orders_db": {"engine": "x"}}
        ),
        release={
            "database_changes": {
                "own": {"description": "A column.", "service": "api-gateway", "database": "orders-db"},
                "other": {"description": "A column.", "service": "api", "database": "orders"},
                "any": {"description": "A column."},
            }
        },
    )
    deployed, changes = known.stage("production"), known.release.database_changes
    service, database = Stage.services.get(deployed, "api_gateway"), Stage.databases.get(deployed, "orders_db")
    assert {one.key for one in changes if makes_change(service, one)} == {"own", "any"}
    assert {one.key for one in changes if changes_database(one, database)} == {"own", "any"}
    assert previous_version_works(service).verdict is Verdict.UNKNOWN


def test_a_release_without_changes_goes_back_without_data() -> None:
    """Nothing is claimed of what does not happen."""
    assert previous_version_works(web(facts(production=stage(service={"web": {"name": "shop-web"}})))).holds


def test_triggers_and_decision_say_that_the_code_alone_is_no_way_back() -> None:
    """What acts by itself returns traffic to tasks that fail, and no strategy that serves meanwhile fits."""
    broken, borne = (released({"backward_compatible": one}) for one in (False, True))
    [acting] = [one for one in triggers(broken) if one.automatic]
    assert SENTENCE in text(acting.action)
    assert not any(SENTENCE in text(one.action) for one in triggers(borne))
    assert not [one.key for one in triggers(broken) if text(one.action).startswith("Turn back first")]
    assert [one.key for one in triggers(borne) if text(one.action).startswith("Turn back first")]
    assert [choice.agrees for choice in decide(broken).services] == [False]
    assert SENTENCE in text(decide(broken).services[0].line)
    assert [choice.agrees for choice in decide(borne).services] == [True]

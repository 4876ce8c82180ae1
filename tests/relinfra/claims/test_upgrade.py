"""Whether a major upgrade happens with the release that declares it: each condition broken by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import upgrades_when_applied
from relinfra.evidence import Facts, read_output
from relinfra.evidence.records.stage import Stage
from relinfra.plan.decision import decide
from relinfra.plan.sections.upgrades import announced, no_way_back, upgrade, upgraded, upgrades
from tests.relinfra.claims.stacks import changed
from tests.relinfra.plan.facts import facts, stage, text

UPGRADE = {"former": "16", "former_group": "shop-main-postgres16", "allowed": True, "at_once": True, "stack": "data"}
MAIN = {"identifier": "shop-main", "engine": "postgres", "version": "17", "parameter_group": "shop-main-postgres17"}


DATA = "shop-production-data"
Change = Callable[[dict[str, Any]], None]


def said(**arguments: Any) -> Change:
    """Return a change of arguments of the database."""
    return lambda found: found["aws_db_instance"]["main"].update(arguments)


BREAKING: list[tuple[Change, str]] = [
    (said(allow_major_version_upgrade=False), "allowed"),
    (said(apply_immediately=False), "at_once"),
    (said(parameter_group_name="${aws_db_parameter_group.main_postgres16.name}"), "group"),
]


@pytest.mark.parametrize(("change", "broken"), [(said(), None), *BREAKING])
def test_a_stack_that_differs_breaks_the_claim(logging_in: Path, change: Change, broken: str | None) -> None:
    """As facts of it say, whatever the matrix asked for."""
    found = changed(read_output(logging_in), {DATA: lambda body: change(body["resource"])})
    (one,) = upgraded(production(found))
    claim = upgrades_when_applied(one)

    assert (claim.broken and claim.broken.name) == broken


def known(database: Mapping[str, Any] = MAIN, change: Mapping[str, Any] | None = None, **needs: Any) -> Facts:
    """Return what is known of a stage with one database that is upgraded."""
    held = {**database, "upgrade": {**UPGRADE, **(change or {})}}
    wanted = {"release": {"needs": needs}} if needs else {}
    return facts(project={"promotion": ("production",)}, production=stage(database={"main": held}), **wanted)


def production(found: Facts) -> Stage:
    """Return the stage."""
    return found.stage("production")


@pytest.mark.parametrize(
    ("database", "change", "broken"),
    [
        (MAIN, {}, None),
        (MAIN, {"allowed": False}, "allowed"),
        (MAIN, {"at_once": False}, "at_once"),
        ({**MAIN, "parameter_group": "shop-main-postgres16"}, {}, "group"),
    ],
)
def test_an_upgrade_happens_when_it_is_applied(
    database: dict[str, Any], change: dict[str, Any], broken: str | None
) -> None:
    """RDS may make it, makes it at once, and finds parameters of the new version."""
    (one,) = upgraded(production(known(database, change)))
    claim = upgrades_when_applied(one)
    assert (claim.broken and claim.broken.name) == broken
    told = text(announced(known(database, change), one))
    assert ("RDS upgrades it at once" in told) is (broken is None)
    assert ("does not happen when" in told) is (broken is not None)


def test_people_are_told_of_downtime_replicas_and_that_nothing_undoes_it() -> None:
    """Wherever an upgrade is spoken of, and more where a release promises the contrary."""
    found = known({**MAIN, "multi_az": True, "replica": {"reader": {"identifier": "shop-main-reader"}}})
    said = " ".join(text(line) for block in upgrades(found) for line in block.lines)
    for part in (
        "is down until that has ended; the standby in the other zone takes over nothing",
        "AWS names no time for it",
        "RDS upgrades its read replicas of the region along (`shop-main-reader`)",
        "There is no way back from 17 to 16",
        "delete the line `upgrade_from`",
    ):
        assert part in said, part
    assert "is to be without downtime" not in said
    (one,) = upgraded(production(found))
    assert "is to be without downtime" in text(announced(known(zero_downtime=True), one))


def test_what_follows_in_another_region_is_not_upgraded_along() -> None:
    """AWS says so of no replica there; a copy of backups restores the version that it was made of."""
    follower = {"identifier": "shop-main-standby", "source": "shop-main"}
    elsewhere = {
        "region": "us-west-2",
        "replica": {"main": follower},
        "database": {"main": {"identifier": "shop-main"}},
    }
    held = {**MAIN, "upgrade": UPGRADE}
    found = facts(
        project={"promotion": ("production",)},
        production=stage(database={"main": held}, recovery=elsewhere),
    )
    said = " ".join(text(line) for block in upgrades(found) for line in block.lines)
    assert "`shop-main-standby` in us-west-2 follows it" in said
    assert "Copies in us-west-2 from before the upgrade restore major version 16" in said


def test_a_database_that_keeps_its_version_is_not_spoken_of() -> None:
    """No heading, no step, no warning."""
    found = facts(project={"promotion": ("production",)}, production=stage(database={"main": MAIN}))
    (database,) = production(found).databases
    assert upgrades(found) == ()
    assert no_way_back(database) == ()
    assert upgrade(found, production(found), database) == ()


@pytest.mark.parametrize(("wanted", "agrees"), [(True, False), (False, True)])
def test_no_strategy_serves_while_the_database_is_upgraded(wanted: bool, agrees: bool) -> None:
    """A release that is to be without downtime does not get what it asks for, whatever replaces its tasks."""
    web = {
        "name": "shop-web",
        "deployment": {"strategy": "rolling"},
        "secret": {"DATABASE": {"variable": "DATABASE", "managed_for": "shop-main"}},
    }
    found = facts(
        project={"promotion": ("production",)},
        production=stage(database={"main": {**MAIN, "upgrade": UPGRADE}}, service={"web": web}),
        release={"needs": {"zero_downtime": wanted}},
    )
    (choice,) = decide(found).services
    assert choice.agrees is agrees
    assert ("which a major upgrade is not" in text(choice.line)) is not agrees

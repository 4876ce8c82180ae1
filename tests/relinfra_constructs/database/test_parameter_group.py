from typing import Any

import pytest

from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.database.aurora import AuroraCluster
from relinfra_constructs.database.postgres import PostgresInstance
from relinfra_constructs.errors import ConstructError
from tests.relinfra_constructs.database import test_aurora, test_postgres
from tests.support import resource, synthesize

ENGINES = {
    "aws_db_parameter_group": (PostgresInstance, test_postgres.props, "postgres"),
    "aws_rds_cluster_parameter_group": (AuroraCluster, test_aurora.props, "aurora-postgresql"),
}


def made(type_: str, **arguments: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the groups of a database by name, and what moves."""
    kind, props, _ = ENGINES[type_]
    moves: dict[str, str] = {}

    def build(stack: Any) -> None:
        kind(stack, "main", props(**arguments))
        moves.update(Batch.of(stack).moves)

    return synthesize(build), moves


@pytest.mark.parametrize("type_", ENGINES)
def test_a_major_upgrade_keeps_the_group_that_is_in_use_and_goes_back_to_one_address(type_: str) -> None:
    """Nothing is made again: the group before moves aside, the new one moves to its place afterwards."""
    family = ENGINES[type_][2]
    slug = family.replace("-", "_")
    before, _ = made(type_, version="16")
    during, aside = made(type_, version="17", upgrade_from="16")
    after, home = made(type_, version="17")
    groups = during["resource"][type_]
    assert sorted(groups) == [f"main_{slug}16", f"main_{slug}17"]
    assert aside == {f"{type_}.main": f"{type_}.main_{slug}16"}
    assert home == {f"{type_}.main_{slug}17": f"{type_}.main"}
    for name, other in ((f"main_{slug}16", before), (f"main_{slug}17", after)):
        kept = {key: value for key, value in groups[name].items() if key != "//"}
        assert kept == resource(other, f"{type_}.main")
        assert kept["family"] in (f"{family}16", f"{family}17")


@pytest.mark.parametrize(
    ("type_", "address", "used"),
    [
        ("aws_db_parameter_group", "aws_db_instance.main", "parameter_group_name"),
        ("aws_rds_cluster_parameter_group", "aws_rds_cluster.main", "db_cluster_parameter_group_name"),
    ],
)
def test_an_upgrade_is_allowed_and_happens_when_it_is_released(type_: str, address: str, used: str) -> None:
    """Only then: another version otherwise is refused by RDS, and nothing else is applied at once."""
    during, _ = made(type_, version="17", upgrade_from="16")
    after, _ = made(type_, version="17")
    upgraded, plain = (resource(one, address) for one in (during, after))
    assert (upgraded["allow_major_version_upgrade"], upgraded["apply_immediately"]) == (True, True)
    assert "17" in upgraded[used]
    assert "allow_major_version_upgrade" not in plain
    assert plain["apply_immediately"] is False


@pytest.mark.parametrize("version", ["16", "16.3", "15"])
def test_there_is_no_upgrade_to_the_same_version_or_an_older_one(version: str) -> None:
    """RDS installs none."""
    with pytest.raises(ConstructError, match="upgrade_from"):
        test_postgres.props(version=version, upgrade_from="16")

"""Changes whose meaning depends on more than one value, and what is written down of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from relinfra.comparison import with_changes
from relinfra.comparison.consequences.capacity import size_of
from relinfra.comparison.risk import severity_of
from relinfra.evidence import Fact, Facts, FormerEvidence, Output, TerraformEvidence
from tests.relinfra.comparison.support import changes, edited, found, put

DATA, SERVICE, NETWORK = "shop-production-data", "shop-production-service", "shop-production-network"
DATABASE = ("aws_db_instance", "main")


def with_database(output: Output, **arguments: object) -> Output:
    """Return the output with another database."""

    def edit(resources: dict[str, Any]) -> None:
        for name, value in arguments.items():
            put(resources, (*DATABASE, name), value)

    return edited(output, DATA, edit)


@pytest.mark.parametrize(
    ("engine", "before", "after", "why"),
    [
        ("postgres", "17", "18", "major_upgrade"),
        ("postgres", "16.4", "17.2", "major_upgrade"),
        ("postgres", "17.2", "17.4", "minor_upgrade"),
        ("postgres", "17.2", "17", "minor_upgrade"),
        ("postgres", "17", "17.4", "minor_upgrade"),
        ("postgres", "17.4", "17.2", "version_lowered"),
        ("postgres", "18", "17", "version_lowered"),
        ("mysql", "8.0.39", "8.4.3", "major_upgrade"),
        ("mysql", "8.0.39", "8.0.40", "minor_upgrade"),
        ("mariadb", "10.11.9", "11.4.3", "major_upgrade"),
    ],
)
def test_upgrades_are_told_apart(shop: Output, engine: str, before: str, after: str, why: str) -> None:
    """Which number of a version is the major one depends on the engine."""
    former, present = (with_database(shop, engine=engine, engine_version=one) for one in (before, after))
    assert ("aws_db_instance.main", "database", why) in found(former, present)


def test_a_smaller_class_is_less_capacity_too(shop: Output) -> None:
    """Any other class restarts the database; a smaller one is less, whatever its family."""
    former, larger = (with_database(shop, instance_class=one) for one in ("db.r7g.large", "db.t4g.2xlarge"))
    assert found(former, larger) == {("aws_db_instance.main", "database", "class_restart")}
    assert ("aws_db_instance.main", "capacity", "smaller_database") in found(larger, former)
    assert size_of("db.serverless") is None


@pytest.mark.parametrize(
    ("method", "why"), [("pending-reboot", "static_parameter"), ("immediate", "dynamic_parameter")]
)
def test_parameters_that_need_a_restart_are_told_apart(shop: Output, method: str, why: str) -> None:
    """A static parameter holds from the next restart on."""
    group = ("aws_db_parameter_group", "main", "parameter")
    values = (
        [{"name": "shared_buffers", "value": value, "apply_method": method}, {"name": "same", "value": "1"}]
        for value in ("100", "200")
    )
    former, present = (
        edited(shop, DATA, lambda r, v=value: r[group[0]][group[1]].update(parameter=v)) for value in values
    )
    (change,) = changes(former, present)
    assert (change.why, change.before, change.after) == (why, ("shared_buffers=100",), ("shared_buffers=200",))


@pytest.mark.parametrize(("comparison", "looser"), [("GreaterThanThreshold", 4), ("LessThanThreshold", 1)])
def test_a_threshold_is_looser_on_the_side_it_guards(shop: Output, comparison: str, looser: float) -> None:
    """An alarm on too much is looser with a higher value, one on too little with a lower."""
    alarm = ("aws_cloudwatch_metric_alarm", "web_rollback_5xx")

    def edit(value: float) -> Callable[[dict[str, Any]], None]:
        return lambda resources: resources[alarm[0]][alarm[1]].update(comparison_operator=comparison, threshold=value)

    former, present = edited(shop, SERVICE, edit(2)), edited(shop, SERVICE, edit(looser))
    assert found(former, present) == {(".".join(alarm), "protection", "looser_alarm")}
    assert found(present, former) == set()


@pytest.mark.parametrize(
    ("before", "after", "later"),
    [((5, 5), (10, 10), True), ((5, 5), (5, 10), False), ((5, 10), (5, 5), True), ((3, 5), (4, 5), True)],
)
def test_an_alarm_is_later_with_more_bad_periods(
    shop: Output, before: tuple[int, int], after: tuple[int, int], later: bool
) -> None:
    """As many bad periods of more that are looked at are no delay."""
    alarm = ("aws_cloudwatch_metric_alarm", "web_rollback_5xx")
    sides = [
        edited(
            shop,
            SERVICE,
            lambda r, s=side: r[alarm[0]][alarm[1]].update(datapoints_to_alarm=s[0], evaluation_periods=s[1]),
        )
        for side in (before, after)
    ]
    assert found(*sides) == ({(".".join(alarm), "protection", "later_alarm")} if later else set())
    assert bool(found(*reversed(sides))) is not later


def test_an_alarm_that_no_longer_fires_without_data_is_blind(shop: Output) -> None:
    """Missing data that was taken for a fault and is not any more."""
    path = ("aws_cloudwatch_metric_alarm", "web_rollback_5xx", "treat_missing_data")
    former = edited(shop, SERVICE, lambda resources: put(resources, path, "breaching"))
    for after in ("notBreaching", None):
        present = edited(shop, SERVICE, lambda resources, a=after: put(resources, path, a))
        assert found(former, present) == {(".".join(path[:2]), "protection", "blind_alarm")}


def test_logs_that_never_end_are_longer_than_any(shop: Output) -> None:
    """A retention of 0 is no end; 30 days after it are fewer."""
    path = ("aws_cloudwatch_log_group", "web", "retention_in_days")
    endless = edited(shop, SERVICE, lambda resources: put(resources, path, 0))
    assert found(shop, endless) == set()
    assert found(endless, shop) == {("aws_cloudwatch_log_group.web", "protection", "shorter_logs")}


def test_more_spot_is_less_to_rely_on(shop: Output) -> None:
    """The share of Spot is read from the weights."""
    path = ("aws_ecs_service", "web", "capacity_provider_strategy")

    def weights(spot: int) -> list[dict[str, object]]:
        providers = {"FARGATE": 100 - spot, "FARGATE_SPOT": spot}
        return [{"capacity_provider": name, "weight": weight} for name, weight in providers.items()]

    former, present = (edited(shop, SERVICE, lambda r, s=spot: put(r, path, weights(s))) for spot in (20, 70))
    (change,) = changes(former, present)
    assert (change.why, change.before, change.after) == ("more_spot", 20, 70)
    assert changes(present, former) == []


def test_the_rules_of_a_backup_plan_are_compared(shop: Output) -> None:
    """Weekly snapshots that are kept for a shorter time are fewer backups."""
    path = ("aws_backup_plan", "weekly", "rule", "lifecycle", "delete_after")
    present = edited(shop, DATA, lambda resources: put(resources, path, 7))
    assert found(shop, present) == {("aws_backup_plan.weekly", "protection", "fewer_backups")}


def test_matrices_that_differ_are_compared(minimal: Callable[[Mapping[str, Any]], Output]) -> None:
    """What a team lowers in its matrix is found in what is synthesized of it."""
    database = {"engine": "postgres", "version": "17", "class": "db.r7g.large", "storage_gib": 50}
    network = {"azs": 3, "nat": "per_az"}
    service = {"scaling": {"min": 4, "max": 8}, "deployment": {"strategy": "rolling"}}

    def production(database: object, network: object, service: object) -> Output:
        return minimal({"databases": {"main": database}, "network": network, "services": {"web": service}})

    former = production(database, network, service)
    present = production(
        {**database, "version": "18", "class": "db.t4g.medium", "backup_days": 3},
        {"azs": 2, "nat": "single"},
        {**service, "scaling": {"min": 2, "max": 8}},
    )
    assert {
        ("aws_appautoscaling_target.web", "capacity", "fewer_tasks"),
        ("aws_db_instance.main", "capacity", "smaller_database"),
        ("aws_db_instance.main", "database", "class_restart"),
        ("aws_db_instance.main", "database", "major_upgrade"),
        ("aws_db_instance.main", "protection", "fewer_backups"),
        ("aws_nat_gateway", "capacity", "fewer_ways_out"),
        ("aws_subnet", "capacity", "fewer_zones"),
    } <= found(former, present)
    assert found(present, present) == set()


def recorded(former: Output, present: Output) -> list[Fact]:
    """Return the facts of a comparison."""
    return list(with_changes(Facts([]), former, present).values())


def test_every_fact_is_proven_on_both_sides(shop: Output) -> None:
    """The former output proves what was, the present one what is, each at the place it names."""
    present = with_database(shop, engine_version="18", backup_retention_period=1, deletion_protection=None)
    facts = [fact for fact in recorded(shop, present) if not fact.id.endswith((".stage", ".compared"))]
    assert facts
    for fact in facts:
        sides = {isinstance(one, FormerEvidence): one for one in fact.evidence}
        assert set(sides) == {True, False}, fact.id
        for one in fact.evidence:
            assert isinstance(one, TerraformEvidence)
            output = shop if isinstance(one, FormerEvidence) else present
            assert output.resolve(one) == one.value, fact.id


def test_the_facts_of_a_change_say_what_it_is(shop: Output) -> None:
    """The stage, the address, the attribute, the reason, both values and their unit."""
    present = with_database(shop, backup_retention_period=1)
    facts = {fact.id: fact for fact in recorded(shop, present)}
    node = f"change.{DATA}.aws_db_instance-main.protection.backup_retention_period"
    assert {id_.removeprefix(f"{node}."): fact.value for id_, fact in facts.items() if id_.startswith(node)} == {
        "stage": "production",
        "address": "aws_db_instance.main",
        "attribute": "backup_retention_period",
        "why": "fewer_backups",
        "before": 7,
        "after": 1,
    }
    assert facts[f"{node}.after"].unit == "days"


def test_outputs_that_are_alike_leave_one_fact(shop: Output) -> None:
    """That they were compared is known, and nothing else."""
    assert [fact.id for fact in recorded(shop, shop)] == ["change.compared"]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"mode": "COMPLIANCE", "days": 30}, {"mode": "COMPLIANCE", "days": 60}, {"lock_lengthened"}),
        ({"mode": "COMPLIANCE", "years": 1}, {"mode": "COMPLIANCE", "years": 7}, {"lock_lengthened"}),
        ({"mode": "GOVERNANCE", "days": 30}, {"mode": "COMPLIANCE", "days": 30}, {"lock_tightened"}),
        ({"mode": "GOVERNANCE", "days": 30}, {"mode": "COMPLIANCE", "days": 60}, {"lock_tightened", "lock_lengthened"}),
        ({"mode": "GOVERNANCE", "days": 30}, {"mode": "GOVERNANCE", "days": 60}, set()),
        ({"mode": "COMPLIANCE", "days": 30}, {"mode": "COMPLIANCE", "days": 30}, set()),
    ],
)
def test_a_lock_that_nobody_opens_is_a_risk(
    shop: Output, before: Mapping[str, Any], after: Mapping[str, Any], why: set[str]
) -> None:
    """In compliance mode for longer, or for the first time: what is written then stays until its day."""
    path = ("aws_s3_bucket_object_lock_configuration", "archive", "rule", "default_retention")
    sides = [edited(shop, DATA, lambda resources, one=one: put(resources, path, dict(one))) for one in (before, after)]
    assert {one for _, _, one in found(*sides)} == why
    assert {severity_of(one) for one in why} <= {"medium"}

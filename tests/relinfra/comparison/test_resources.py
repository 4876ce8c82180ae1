"""Resources that go, come, move, or are made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.comparison import compare, in_common, read_replacements
from relinfra.comparison.between import Between
from relinfra.comparison.consequences.replaced import replaced
from relinfra.comparison.losses import LOSSES, STATEFUL
from relinfra.errors import OutputError
from relinfra.evidence import Output
from relinfra.evidence.declared import Declarations
from relinfra.evidence.records.change import ChangeFacts
from tests.relinfra.comparison.support import changes, edited, found, put

DATA, NETWORK, SERVICE = "shop-production-data", "shop-production-network", "shop-production-service"


def test_what_holds_data_is_told_apart(shop: Output) -> None:
    """A database that goes is lost data; its own settings that go are not."""
    present = edited(shop, DATA, lambda resources: resources.pop("aws_db_instance"))
    gone = {one.address: one for one in changes(shop, present) if one.kind == "destroyed"}
    assert gone["aws_db_instance.main"].stateful
    assert gone["aws_db_instance.main"].why == "data_lost"
    assert [one.value for one in gone["aws_db_instance.main"].evidence] == ["shop-production-main", None]


def test_what_belongs_to_what_is_gone_is_lost_with_it(shop: Output) -> None:
    """The versions of a bucket that is gone protect nothing any more."""

    def without_bucket(resources: dict[str, Any]) -> None:
        for named in resources.values():
            named.pop("assets", None)

    gone = {
        one.address: one.why for one in changes(shop, edited(shop, DATA, without_bucket)) if one.kind == "destroyed"
    }
    assert gone["aws_s3_bucket.assets"] == "data_lost"
    assert {why for address, why in gone.items() if address != "aws_s3_bucket.assets"} == {"gone"}


@pytest.mark.parametrize("type_", sorted(set(LOSSES) - set(STATEFUL)))
def test_each_loss_has_its_reason(shop: Output, type_: str) -> None:
    """A resource of each type that protects, watches or serves is missed as that."""
    former = edited(shop, SERVICE, lambda resources: put(resources, (type_, "made"), {"name": "made"}))
    assert (f"{type_}.made", "destroyed", LOSSES[type_]) in found(former, shop)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("${aws_db_instance.main.identifier}", "fewer_instances"),
        ("arn:aws:rds:eu-west-1:222222222222:db:shop-production-main", "recovery_lost"),
    ],
)
def test_what_is_lost_with_a_replica_depends_on_where_its_source_is(shop: Output, source: str, why: str) -> None:
    """One beside its source shares reads with others; one elsewhere is there for the loss of a region."""
    replica = {"identifier": "replica", "replicate_source_db": source}
    former = edited(shop, DATA, lambda resources: put(resources, ("aws_db_instance", "replica"), replica))
    assert ("aws_db_instance.replica", "destroyed", why) in found(former, shop)


def test_new_resources_are_counted_by_type(shop: Output) -> None:
    """Two new queues are one change that says two."""
    queues = {"aws_sqs_queue": {"orders": {"name": "orders"}, "mails": {"name": "mails"}}}
    present = edited(shop, DATA, lambda resources: resources.update(queues))
    assert [(one.id, one.after) for one in changes(shop, present)] == [
        ((DATA, "aws_sqs_queue", "created", "resource"), 2)
    ]


def test_what_another_stack_has_now_is_moved(shop: Output) -> None:
    """An address that left one stack of a stage for another is neither destroyed nor created."""
    key: dict[str, Any] = {}
    without = edited(shop, DATA, lambda resources: key.update(resources["aws_kms_alias"].pop("data")))
    present = edited(without, NETWORK, lambda resources: put(resources, ("aws_kms_alias", "data"), key))
    moved = [one for one in changes(shop, present) if one.address == "aws_kms_alias.data"]
    assert [(one.kind, one.before, one.after) for one in moved] == [("moved", DATA, NETWORK)]


def test_what_is_built_on_a_replaced_resource_is_replaced(shop: Output) -> None:
    """A VPC of another range takes subnets, target groups and the load balancer's listeners' groups with it."""
    present = edited(shop, NETWORK, lambda resources: put(resources, ("aws_vpc", "main", "cidr_block"), "10.99.0.0/16"))
    addresses = {one.address for one in replaced(Between(shop, present))}
    assert {"aws_vpc.main", "aws_subnet.private_1", "aws_nat_gateway.main_1", "aws_lb_target_group.web"} <= addresses


def test_a_change_that_terraform_ignores_replaces_nothing(shop: Output) -> None:
    """`ignore_changes` holds for the zones of subnets."""
    zone = ("aws_subnet", "private_1", "availability_zone")
    assert changes(shop, edited(shop, NETWORK, lambda resources: put(resources, zone, "us-east-1f"))) == []


def test_a_plan_is_believed_before_the_table(shop: Output, tmp_path: Path) -> None:
    """Of a stack whose plan is given, what it replaces is replaced, and nothing else."""
    change = {"actions": ["create", "delete"], "replace_paths": [["load_balancer", 0, "container_port"]]}
    plan = {
        "format_version": "1.2",
        "resource_changes": [{"address": "aws_ecs_service.web", "change": change}],
    }
    (tmp_path / f"{SERVICE}.plan.json").write_text(json.dumps(plan))
    present = edited(shop, SERVICE, lambda resources: put(resources, ("aws_lb", "main", "name"), "other"))
    (one,) = replaced(Between(shop, present, read_replacements(tmp_path)))
    assert (one.address, one.details[ChangeFacts.order]) == ("aws_ecs_service.web", "created_first")
    assert one.details[ChangeFacts.attributes] == ("load_balancer[0].container_port",)


@pytest.mark.parametrize("text", ["{}", '{"format_version": "1", "resource_changes": [{}]}'])
def test_what_is_no_plan_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    """A file that is no plan is named."""
    (tmp_path / "a.plan.json").write_text(text)
    with pytest.raises(OutputError, match=r"a\.plan\.json: not a plan"):
        read_replacements(tmp_path)


def test_a_folder_without_plans_says_how_to_write_them(tmp_path: Path) -> None:
    """Where no plan is found, the command that writes one is named."""
    with pytest.raises(OutputError, match="terraform show -json"):
        read_replacements(tmp_path)


def test_every_resource_may_come_and_go(shop: Output) -> None:
    """An output without one of its resources compares both ways; one stage stands for its like."""
    alike = {
        (stack.name.replace("staging", "production"), one.address): (stack.name, one)
        for stack in shop.stacks.values()
        for one in stack.resources
        if not one.type.startswith("data.")
    }
    for name, one in alike.values():
        less = edited(shop, name, lambda resources, o=one: resources[o.type].pop(o.name))
        assert any(change.kind == "destroyed" for change in changes(shop, less))
        assert any(change.kind == "created" for change in changes(less, shop))


def test_a_stack_that_is_new_or_gone_compares(shop: Output) -> None:
    """All of its resources are created, or left behind: nobody applies a stack that is gone, so nothing destroys."""
    less = Output(shop.cdktf_version, {name: one for name, one in shop.stacks.items() if name != DATA}, shop.declared)
    assert not {"destroyed", "replaced"} & {one[1] for one in found(shop, less)}
    assert {("aws_db_instance.main", "left", "left_behind"), ("aws_kms_alias.data", "left", "left")} <= found(
        shop, less
    )
    assert ("aws_db_instance", "created", "created") in found(less, shop)


def test_what_a_part_leaves_out_is_not_gone(shop: Output) -> None:
    """Nor is it new where the former output is a part."""
    own = {name: one for name, one in shop.stacks.items() if one.label("environment") == "production"}
    part = Output(
        shop.cdktf_version, own, Declarations({**shop.declared.body, "part": {"environments": ["production"]}})
    )
    for former, present in ((shop, part), (part, shop)):
        assert compare(*in_common(former, present)).changes == ()
        assert compare(former, present).changes != ()


def test_a_way_out_that_goes_is_missed_and_so_is_its_address(shop: Output) -> None:
    """Where fewer NAT gateways are left; one that another takes the place of is not, its address is."""

    def without(resources: dict[str, Any]) -> None:
        resources["aws_nat_gateway"].pop("main_2")
        resources["aws_eip"].pop("nat_2")

    def renamed(resources: dict[str, Any]) -> None:
        resources["aws_nat_gateway"]["other"] = {**resources["aws_nat_gateway"].pop("main_2"), "subnet_id": "other"}

    lost = found(shop, edited(shop, NETWORK, without))
    assert ("aws_nat_gateway.main_2", "destroyed", "fewer_ways_out") in lost
    assert ("aws_eip.nat_2", "destroyed", "address_released") in lost
    assert ("aws_nat_gateway.main_2", "destroyed", "gone") in found(shop, edited(shop, NETWORK, renamed))

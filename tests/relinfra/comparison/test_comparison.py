"""What Terraform would do about each difference of two outputs."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.comparison import Action, Change, Comparison, Effect, compare, effect_of, read_replacements, replaced_by
from relinfra.comparison.forced import ONLY_WHEN
from relinfra.comparison.replacement import known_types, sources
from relinfra.comparison.risk import CHANGE_RISKS
from relinfra.domain.severity import SEVERITIES
from relinfra.evidence import Output
from tests.relinfra.comparison.support import Edit, edited, put

DATA, NETWORK, SERVICE = "shop-production-data", "shop-production-network", "shop-production-service"
DATABASE = ("aws_db_instance", "main")


def compared(shop: Output, stack: str, edit: Edit) -> Comparison:
    """Return what differs once a stack is edited."""
    return compare(shop, edited(shop, stack, edit))


def the_change(comparison: Comparison) -> Change:
    """Return the only change of a resource."""
    (change,) = comparison.resources
    return change


def with_elements(shop: Output, stack: str, **elements: Any) -> Output:
    """Return an output with other elements in one stack, or in its `versions`."""
    was = shop.stacks[stack]
    versions = {**was.versions, **elements.pop("versions", {})}
    now = replace(was, body={**was.body, **elements}, versions=versions)
    return replace(shop, stacks={**shop.stacks, stack: now})


def test_what_is_alike_has_no_changes(shop: Output) -> None:
    """An output differs in nothing from itself."""
    assert compare(shop, shop).changes == ()
    assert compare(shop, shop).stacks == ()


def test_a_resource_that_is_new_is_created(shop: Output) -> None:
    """It has no former side and risks nothing."""
    change = the_change(compared(shop, DATA, lambda resources: put(resources, ("aws_sqs_queue", "mails", "name"), "m")))
    assert (change.address, change.action, change.former, change.risk) == (
        "aws_sqs_queue.mails",
        Action.CREATE,
        None,
        "",
    )


def test_a_resource_that_is_gone_is_destroyed_with_what_it_holds(shop: Output) -> None:
    """A database that is destroyed is lost data, which is critical."""
    comparison = compared(shop, DATA, lambda resources: resources.pop("aws_db_instance"))
    change = next(one for one in comparison.resources if one.address == "aws_db_instance.main")
    assert (change.action, change.risk, change.reasons[0]) == (Action.DESTROY, "critical", "data_lost")
    assert change.stateful


def test_an_attribute_that_changes_in_place_updates(shop: Output) -> None:
    """Both values stand at the path, and what follows from them is the reason."""
    edit = lambda resources: put(resources, (*DATABASE, "backup_retention_period"), 1)  # noqa: E731
    change = the_change(compared(shop, DATA, edit))
    assert change.action is Action.UPDATE
    (attribute,) = change.attributes
    assert (attribute.path, attribute.after, attribute.effect) == ("backup_retention_period", 1, Effect.IN_PLACE)
    assert (change.reasons, change.risk) == (("fewer_backups",), "high")


def test_what_nobody_knows_is_said_to_be_unknown(shop: Output) -> None:
    """An argument that no source speaks of may replace the resource, and the change says which it is."""
    change = the_change(compared(shop, DATA, lambda resources: put(resources, (*DATABASE, "unheard_of"), "x")))
    assert (change.action, change.unknown) == (Action.UPDATE, ("unheard_of",))
    assert effect_of("aws_unheard_of", "name") is Effect.UNKNOWN


@pytest.mark.parametrize("type_", known_types())
def test_each_argument_of_the_table_replaces(shop: Output, type_: str) -> None:
    """Another value of an argument that cannot be changed in place replaces the resource; `region` is the stack's."""
    alone = replace(shop, stacks={SERVICE: shop.stacks[SERVICE]})
    for name in set(replaced_by(type_)) - {"region"}:
        former, present = (
            edited(alone, SERVICE, lambda resources, n=name, v=value: put(resources, (type_, "made", n), v))
            for value in ("a", "b")
        )
        if (type_, name) not in ONLY_WHEN:
            change = next(one for one in compare(former, present).resources if one.address == f"{type_}.made")
            assert (change.action, change.forced_by) == (Action.REPLACE, (name,))


@pytest.mark.parametrize(
    ("address", "was", "now", "action"),
    [
        (("aws_vpc_security_group_ingress_rule", "web", "cidr_ipv4"), "10.0.0.0/8", "10.1.0.0/16", Action.UPDATE),
        (("aws_vpc_security_group_ingress_rule", "web", "cidr_ipv4"), None, "10.1.0.0/16", Action.REPLACE),
        (("aws_ecs_service", "web", "launch_type"), None, "FARGATE", Action.UPDATE),
        (("aws_ecs_service", "web", "launch_type"), "EC2", "FARGATE", Action.REPLACE),
    ],
)
def test_some_arguments_replace_under_a_condition(
    shop: Output, address: tuple[str, ...], was: object, now: object, action: Action
) -> None:
    """Where they appear, or where they were there already; what is shown of the attribute agrees."""

    def edit(resources: dict[str, Any], value: object) -> None:
        put(resources, (*address[:2], "made"), 1)
        put(resources, address, value)

    former, present = (edited(shop, SERVICE, lambda resources, v=value: edit(resources, v)) for value in (was, now))
    change = next(one for one in compare(former, present).resources if one.address == ".".join(address[:2]))
    (attribute,) = change.attributes
    assert (change.action, attribute.effect is Effect.REPLACE) == (action, action is Action.REPLACE)


def test_the_table_names_its_sources_and_their_day() -> None:
    """Who doubts an answer finds where it is from, and how old it is."""
    said = sources()
    assert set(said) == {"cloudformation", "day", "provider"}
    assert all(said["day"][:2] == "20" and "20" in text for text in said.values())


def test_another_region_replaces_what_is_regional(shop: Output) -> None:
    """A stack whose provider has another region makes everything there anew, but for what no region holds."""
    provider = json.loads(json.dumps(shop.stacks[DATA].body["provider"]))
    provider["aws"][0]["region"] = "eu-west-1"
    changes = {one.address: one for one in compare(shop, with_elements(shop, DATA, provider=provider)).changes}
    assert changes["aws_db_instance.main"].action is Action.REPLACE
    assert changes["aws_db_instance.main"].forced_by[-1] == "region"
    assert changes["aws_db_instance.main"].risk == "critical"
    assert changes["provider.aws"].action is Action.UPDATE
    assert not any(address.startswith("aws_iam_role.") for address in changes)


def renamed(shop: Output, moved: list[Mapping[str, str]]) -> Comparison:
    """Return what differs once the database has another address, and the stack these blocks."""
    present = edited(
        shop, DATA, lambda resources: put(resources, (DATABASE[0], "orders"), resources[DATABASE[0]].pop("main"))
    )
    return compare(shop, with_elements(present, DATA, versions={"moved": moved}))


@pytest.mark.parametrize(
    "moved",
    [
        [{"from": "aws_db_instance.main", "to": "aws_db_instance.orders"}],
        [
            {"from": "aws_db_instance.main", "to": "aws_db_instance.shop"},
            {"from": "aws_db_instance.shop", "to": "aws_db_instance.orders"},
        ],
    ],
)
def test_a_moved_block_moves(shop: Output, moved: list[Mapping[str, str]]) -> None:
    """It destroys nothing, also where blocks follow each other."""
    change = next(one for one in renamed(shop, moved).resources if one.type == "aws_db_instance")
    assert (change.address, change.action, change.moved_from) == (
        "aws_db_instance.orders",
        Action.MOVE,
        (DATA, "aws_db_instance.main"),
    )
    assert (change.reasons, change.risk) == (("moved_by_block",), "")


@pytest.mark.parametrize(
    "moved",
    [
        [],
        [{"from": "aws_db_instance.other", "to": "aws_db_instance.orders"}],
        [{"from": "aws_db_instance.main", "to": "aws_db_instance.shop"}],
        [{"from": "aws_db_instance.main", "to": "aws_db_instance.main"}],
    ],
)
def test_a_block_that_leads_elsewhere_moves_nothing(shop: Output, moved: list[Mapping[str, str]]) -> None:
    """Without a block from the former to the present address, the database is destroyed and another is made."""
    actions = {one.address: one.action for one in renamed(shop, moved).resources}
    assert actions["aws_db_instance.main"] is Action.DESTROY
    assert actions["aws_db_instance.orders"] is Action.CREATE


def test_another_stack_that_has_it_now_is_a_move_that_risks_its_state(shop: Output) -> None:
    """An address that left one stack for another of its stage is one change, and state does not follow by itself."""
    alias: dict[str, Any] = {}
    without = edited(shop, DATA, lambda resources: alias.update(resources["aws_kms_alias"].pop("data")))
    present = edited(without, NETWORK, lambda resources: put(resources, ("aws_kms_alias", "data"), alias))
    change = the_change(compare(shop, present))
    assert (change.stack, change.action, change.moved_from) == (NETWORK, Action.MOVE, (DATA, "aws_kms_alias.data"))
    assert (change.reasons, change.risk) == (("moved",), "high")


def test_a_lifecycle_changes_nothing_in_aws(shop: Output) -> None:
    """What Terraform alone acts on is a change of the configuration, and no update."""
    edit = lambda resources: put(resources, (*DATABASE, "lifecycle", "prevent_destroy"), value=True)  # noqa: E731
    change = the_change(compared(shop, DATA, edit))
    assert (change.action, change.attributes[0].path) == (Action.NO_OP, "lifecycle")


def test_what_terraform_ignores_changes_nothing(shop: Output) -> None:
    """`ignore_changes` holds for the zones of subnets, and for the number of tasks, which autoscaling decides."""
    zone = ("aws_subnet", "private_1", "availability_zone")
    change = the_change(compared(shop, NETWORK, lambda resources: put(resources, zone, "us-east-1f")))
    assert (change.action, change.risk) == (Action.NO_OP, "")
    count = ("aws_ecs_service", "web", "desired_count")
    change = the_change(compared(shop, SERVICE, lambda resources: put(resources, count, 1)))
    assert (change.action, change.risk) == (Action.NO_OP, "")


def test_json_text_is_compared_by_what_it_says(shop: Output) -> None:
    """A variable of a container is one attribute, found by its name, whatever the order and the spaces of the text."""

    def edit(resources: dict[str, Any]) -> None:
        task = resources["aws_ecs_task_definition"]["web"]
        containers = json.loads(task["container_definitions"])
        web = next(one for one in containers if one["name"] == "web")
        web["environment"] = [{"name": "NEW", "value": "1"}, *reversed(web.get("environment", []))]
        task["container_definitions"] = json.dumps(containers, indent=3)

    comparison = compared(shop, SERVICE, edit)
    change = next(one for one in comparison.resources if one.type == "aws_ecs_task_definition")
    (attribute,) = change.attributes
    assert attribute.path == "container_definitions.web.environment.NEW"
    assert (attribute.before, attribute.after) == (None, {"name": "NEW", "value": "1"})


def test_a_reference_in_other_words_is_no_change(shop: Output) -> None:
    """What refers to the same resource says the same."""
    cluster = ("aws_ecs_service", "web", "cluster")
    other = edited(shop, SERVICE, lambda resources: put(resources, cluster, "${aws_ecs_cluster.main.id}"))
    again = edited(shop, SERVICE, lambda resources: put(resources, cluster, "${aws_ecs_cluster.main.arn}"))
    assert compare(other, again).changes == ()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("tasks-${aws_ecs_cluster.main.name}-a", "tasks-${aws_ecs_cluster.main.name}-b"),
        ("${aws_lb.main.dns_name}", "${aws_lb.main.arn_suffix}"),
        ("${aws_ecs_cluster.main.arn}", "${aws_lb.main.arn}"),
        ("${aws_ecs_cluster.main.arn}", "arn:aws:ecs:eu-west-1:111111111111:cluster/main"),
    ],
)
def test_another_text_about_the_same_resource_is_a_change(shop: Output, was: str, now: str) -> None:
    """What stands around a reference counts, and what it asks of the resource."""
    cluster = ("aws_ecs_service", "web", "cluster")
    former, present = (
        edited(shop, SERVICE, lambda resources, v=value: put(resources, cluster, v)) for value in (was, now)
    )
    change = next(one for one in compare(former, present).resources if one.address == "aws_ecs_service.web")
    assert (change.action, change.forced_by) == (Action.REPLACE, ("cluster",))


def test_a_new_revision_of_a_task_replaces_the_former(shop: Output) -> None:
    """Another variable of a container is another revision, whatever else its definition refers to."""

    def edit(resources: dict[str, Any]) -> None:
        task = resources["aws_ecs_task_definition"]["web"]
        task["container_definitions"] = task["container_definitions"].replace('"info"', '"debug"')

    change = the_change(compared(shop, SERVICE, edit))
    assert (change.action, change.risk) == (Action.REPLACE, "")


def test_settings_are_changes_of_their_own(shop: Output) -> None:
    """Outputs, the backend and versions are told apart from resources."""
    terraform = json.loads(json.dumps(shop.stacks[DATA].body["terraform"]))
    terraform["backend"]["s3"]["key"] = "elsewhere"
    present = with_elements(shop, DATA, terraform=terraform, output={"made": {"value": 1}})
    comparison = compare(shop, present)
    assert comparison.resources == ()
    changes = {one.address: one for one in comparison.changes}
    assert changes["terraform.backend"].attributes[0].path == "s3.key"
    assert changes["output.made"].action is Action.CREATE
    assert comparison.stacks == (DATA,)


def test_a_plan_is_believed_before_the_table(shop: Output, tmp_path: Path) -> None:
    """What a plan does not replace is changed in place, be the table of another opinion or of none."""
    plan = {"format_version": "1.2", "resource_changes": []}
    (tmp_path / f"{DATA}.plan.json").write_text(json.dumps(plan))

    def edit(resources: dict[str, Any]) -> None:
        put(resources, (*DATABASE, "engine"), "mariadb")
        put(resources, (*DATABASE, "unheard_of"), "x")

    comparison = compare(shop, edited(shop, DATA, edit), read_replacements(tmp_path))
    change = the_change(comparison)
    assert (change.action, change.unknown) == (Action.UPDATE, ())


def test_what_stands_on_a_replaced_resource_is_replaced(shop: Output) -> None:
    """A VPC of another range takes its subnets along, whose own arguments did not change."""
    comparison = compared(
        shop, NETWORK, lambda resources: put(resources, ("aws_vpc", "main", "cidr_block"), "10.9.0.0/16")
    )
    changes = {one.address: one for one in comparison.resources}
    assert changes["aws_subnet.private_1"].forced_by == ("vpc_id",)
    assert changes["aws_subnet.private_1"].attributes == ()


def test_what_is_known_of_a_replaced_resource_replaces_nothing(shop: Output) -> None:
    """A replaced service keeps the name that it was given, by which autoscaling finds it; its id would change."""
    former, present = (
        edited(shop, SERVICE, lambda resources, v=value: put(resources, ("aws_ecs_service", "web", "iam_role"), v))
        for value in ("a", "b")
    )
    changes = {one.address: one.action for one in compare(former, present).resources}
    assert changes == {"aws_ecs_service.web": Action.REPLACE}
    target = ("aws_appautoscaling_target", "web", "resource_id")
    former, present = (
        edited(one, SERVICE, lambda resources: put(resources, target, "${aws_ecs_service.web.id}"))
        for one in (former, present)
    )
    changes = {one.address: one.action for one in compare(former, present).resources}
    assert changes["aws_appautoscaling_target.web"] is Action.REPLACE


def test_a_risk_outside_the_live_stage_is_less_severe(shop: Output) -> None:
    """What is high in production is medium in staging."""

    def edit(resources: dict[str, Any]) -> None:
        put(resources, (*DATABASE, "backup_retention_period"), 1)

    risks = [the_change(compared(shop, f"shop-{stage}-data", edit)).risk for stage in ("staging", "production")]
    assert risks == ["medium", "high"]


def test_each_resource_that_is_taken_away_is_one_change(shop: Output) -> None:
    """Whatever goes or comes, exactly that is told of, both ways."""
    alone = replace(shop, stacks={DATA: shop.stacks[DATA]})
    for one in alone.stacks[DATA].resources:
        if not one.type.startswith("data."):
            less = edited(alone, DATA, lambda resources, o=one: resources[o.type].pop(o.name))
            for was, now, action in ((alone, less, Action.DESTROY), (less, alone, Action.CREATE)):
                change = the_change(compare(was, now))
                assert (change.address, change.action) == (one.address, action)


def test_changes_are_in_order(shop: Output) -> None:
    """Stack by stack, what destroys first, settings last."""
    comparison = compare(shop, replace(shop, stacks={}))
    assert [one.stack for one in comparison.changes] == sorted(one.stack for one in comparison.changes)
    assert comparison.count() == {Action.LEAVE: len(comparison.resources)}
    for stack in shop.stacks:
        managed = [one.managed for one in comparison.of(stack)]
        assert managed == sorted(managed, reverse=True)


def test_every_kind_of_risk_is_of_a_known_severity() -> None:
    """No reason belongs to two kinds, and each kind is as severe as its probability and impact say."""
    whys = [why for risk in CHANGE_RISKS.values() for why in risk.whys]
    assert len(whys) == len(set(whys))
    assert {risk.impact for risk in CHANGE_RISKS.values()} <= set(SEVERITIES)

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.networking.network import Network, NetworkProps
from tests.support import HERE, addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"


def props(zones: int = 3, **arguments: Any) -> NetworkProps:
    return NetworkProps(
        name="shop-production",
        placement=HERE,
        cidr="10.20.0.0/16",
        public_subnets=[f"10.20.{zone}.0/24" for zone in range(zones)],
        database_subnets=[f"10.20.{8 + zone}.0/24" for zone in range(zones)],
        private_subnets=[f"10.20.{16 * (zone + 1)}.0/20" for zone in range(zones)],
        **arguments,
    )


def network(zones: int = 3, **arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: Network(stack, "network", props(zones, **arguments)))


def routes_to_nat(synthesized: dict[str, Any]) -> dict[str, str]:
    routes = synthesized["resource"]["aws_route"]
    return {name: body["nat_gateway_id"] for name, body in routes.items() if "nat_gateway_id" in body}


@pytest.mark.parametrize("nat", ["per_az", "single", "none"])
def test_the_addresses_of_a_network_are_these(nat: str) -> None:
    """A change here recreates what people run on."""
    assert_golden(GOLDEN / f"network-{nat}.txt", addresses(network(nat=nat)))


def test_each_zone_goes_out_through_its_own_nat_gateway() -> None:
    """The loss of a zone takes no other zone's way out along."""
    assert routes_to_nat(network(nat="per_az")) == {
        f"private_nat_{zone}": f"${{aws_nat_gateway.main_{zone}.id}}" for zone in (1, 2, 3)
    }


def test_one_nat_gateway_serves_every_zone_under_the_same_route_addresses() -> None:
    """Going from one gateway to one a zone changes routes in place."""
    assert routes_to_nat(network(nat="single")) == {
        f"private_nat_{zone}": "${aws_nat_gateway.main_1.id}" for zone in (1, 2, 3)
    }


def test_without_nat_tasks_reach_what_they_need_to_start() -> None:
    """Images, logs and secrets come through endpoints with private DNS, on 443 from private subnets only."""
    synthesized = network(2, nat="none")
    endpoints = synthesized["resource"]["aws_vpc_endpoint"]
    private = {name for name, body in endpoints.items() if body["vpc_endpoint_type"] == "Interface"}
    assert private == {"ecr_api", "ecr_dkr", "logs", "secretsmanager"}
    assert all(endpoints[name]["private_dns_enabled"] for name in private)
    rules = synthesized["resource"]["aws_vpc_security_group_ingress_rule"]
    assert {(rule["cidr_ipv4"], rule["from_port"], rule["to_port"]) for rule in rules.values()} == {
        ("10.20.16.0/20", 443, 443),
        ("10.20.32.0/20", 443, 443),
    }


def test_interface_endpoints_speak_for_identities_of_the_account_only() -> None:
    """Foreign credentials do not leave through them, and the resource's own policy still decides."""
    (statement,) = policy(network(interface_endpoints=["kms"]), "aws_vpc_endpoint.kms")
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": "111111111111"}}


@pytest.mark.parametrize(
    ("nat", "readable"), [("single", "*"), ("none", "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*")]
)
def test_the_s3_endpoint_writes_to_the_account_and_reads_no_more_than_the_internet_would_give(
    nat: str, readable: str
) -> None:
    """Data does not go out to a foreign bucket; without a way out only image layers come in."""
    own, layers = policy(network(nat=nat), "aws_vpc_endpoint.s3")
    assert own["Condition"] == {"StringEquals": {"aws:ResourceAccount": "111111111111"}}
    assert (layers["Action"], layers["Resource"]) == (["s3:GetObject"], [readable])


def test_gateways_let_through_what_is_named_of_other_accounts() -> None:
    """To identities of this account, and each statement at the gateway of its service."""
    named = [
        Statement(actions=["dynamodb:GetItem"], resources=["arn:aws:dynamodb:us-east-1:999999999999:table/orders"]),
        Statement(actions=["s3:PutObject"], resources=["arn:aws:s3:::partner/*"]),
    ]
    synthesized = network(named_resources=named)
    for service, statement in zip(("dynamodb", "s3"), named, strict=True):
        *_, found = policy(synthesized, f"aws_vpc_endpoint.{service}")
        assert (found["Sid"], found["Action"], found["Resource"]) == (
            "Named1",
            list(statement.actions),
            list(statement.resources),
        )
        assert found["Condition"] == {"StringEquals": {"aws:PrincipalAccount": HERE.account}}


def test_databases_have_no_route_out() -> None:
    """Their route table is there and stays empty."""
    synthesized = network()
    tables = {body["route_table_id"] for body in synthesized["resource"]["aws_route"].values()}
    assert "${aws_route_table.database.id}" not in tables
    for zone in (1, 2, 3):
        association = resource(synthesized, f"aws_route_table_association.database_{zone}")
        assert association["route_table_id"] == "${aws_route_table.database.id}"
    assert "aws_route_table.database" not in json.dumps(synthesized["resource"]["aws_vpc_endpoint"])


def test_nothing_gets_a_public_address_or_works_by_default() -> None:
    """Subnets assign none, and the default security group has no rule."""
    synthesized = network()
    subnets = synthesized["resource"]["aws_subnet"].values()
    assert {body["map_public_ip_on_launch"] for body in subnets} == {False}
    default = resource(synthesized, "aws_default_security_group.main")
    assert not {"ingress", "egress"} & default.keys()


def test_a_subnet_stays_where_it_is_when_aws_opens_a_zone() -> None:
    """Zones come from a closed list, and a living subnet ignores a change of it."""
    synthesized = network()
    (names,) = synthesized["data"]["aws_availability_zones"]["available"]["filter"]
    assert names == {"name": "zone-name", "values": [f"us-east-1{letter}" for letter in "abcdef"]}
    assert resource(synthesized, "aws_subnet.private_1")["lifecycle"] == {"ignore_changes": ["availability_zone"]}


def test_flow_logs_are_encrypted_and_written_by_this_vpcs_account_only() -> None:
    """All traffic is recorded under a customer's key, by a role nobody else's flow log can assume."""
    synthesized = network()
    assert resource(synthesized, "aws_flow_log.main")["traffic_type"] == "ALL"
    group = resource(synthesized, "aws_cloudwatch_log_group.flow_logs")
    assert (group["retention_in_days"], group["kms_key_id"]) == (365, "${aws_kms_key.network.arn}")
    (trust,) = policy(synthesized, "aws_iam_role.flow_logs", "assume_role_policy")
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111111111111"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-east-1:111111111111:vpc-flow-log/*"},
    }
    assert "*" not in [
        arn for statement in policy(synthesized, "aws_iam_role_policy.flow_logs") for arn in statement["Resource"]
    ]


def test_without_flow_logs_there_is_no_key_either() -> None:
    """A key costs money, and here would protect nothing."""
    found = {address.partition(".")[0] for address in addresses(network(flow_logs=None))}
    assert not found & {"aws_flow_log", "aws_kms_key", "aws_cloudwatch_log_group", "aws_iam_role"}


def test_what_aws_would_refuse_is_refused_at_once_with_every_fault() -> None:
    """Ranges outside the VPC and overlapping ranges come in one error."""
    with pytest.raises(ConstructError) as caught:
        NetworkProps(
            name="shop",
            placement=HERE,
            cidr="10.0.0.0/16",
            public_subnets=["10.0.0.0/24"],
            private_subnets=["10.0.0.128/25"],
            database_subnets=["10.1.0.0/24"],
        )
    assert str(caught.value) == (
        "shop: subnet 10.1.0.0/24 lies outside 10.0.0.0/16; subnets 10.0.0.0/24 and 10.0.0.128/25 overlap"
    )


def test_every_tier_spans_the_same_zones() -> None:
    """A tier with fewer subnets would silently miss a zone."""
    with pytest.raises(ConstructError, match="found 1, 2, 1 in the public, private and database tiers"):
        NetworkProps(
            name="shop",
            placement=HERE,
            cidr="10.0.0.0/16",
            public_subnets=["10.0.0.0/24"],
            private_subnets=["10.0.1.0/24", "10.0.2.0/24"],
            database_subnets=["10.0.3.0/24"],
        )

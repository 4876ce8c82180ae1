"""IPv6: public and private subnets have it, databases do not, and nothing comes in from outside."""

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.networking.network import Network, NetworkProps
from tests.support import HERE, resource, synthesize


def build(stack: TerraformStack) -> None:
    """Fill a stack with a dual-stack network of two zones."""
    props = NetworkProps(
        name="shop-staging",
        placement=HERE,
        cidr="10.0.0.0/16",
        public_subnets=["10.0.128.0/20", "10.0.144.0/20"],
        private_subnets=["10.0.0.0/19", "10.0.32.0/19"],
        database_subnets=["10.0.192.0/21", "10.0.200.0/21"],
        ipv6=True,
    )
    Network(stack, "network", props)


def test_each_tier_keeps_its_ranges_when_zones_are_added() -> None:
    """A subnet's range cannot change, so the tiers begin far enough apart."""
    synthesized = synthesize(build)
    ranges = [resource(synthesized, f"aws_subnet.{name}")["ipv6_cidr_block"] for name in ("public_2", "private_1")]
    assert ranges == [
        "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)}",
        "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 16)}",
    ]


def test_databases_have_no_ipv6() -> None:
    """They are reached by tasks alone, over IPv4."""
    assert "ipv6_cidr_block" not in resource(synthesize(build), "aws_subnet.database_1")


def test_private_subnets_have_a_way_out_that_is_no_way_in() -> None:
    """An egress-only gateway refuses connections from outside, as NAT does for IPv4."""
    synthesized = synthesize(build)
    route = resource(synthesized, "aws_route.private_ipv6_1")
    assert route["egress_only_gateway_id"] == "${aws_egress_only_internet_gateway.main.id}"
    assert resource(synthesized, "aws_route.public_internet_ipv6")["gateway_id"] == "${aws_internet_gateway.main.id}"


def test_a_network_without_ipv6_says_nothing_of_it() -> None:
    """Off by default, and then absent."""

    def without(stack: TerraformStack) -> None:
        props = NetworkProps(
            name="shop-staging",
            placement=HERE,
            cidr="10.0.0.0/16",
            public_subnets=["10.0.128.0/20"],
            private_subnets=["10.0.0.0/19"],
            database_subnets=["10.0.192.0/21"],
        )
        Network(stack, "network", props)

    assert "ipv6" not in str(synthesize(without))

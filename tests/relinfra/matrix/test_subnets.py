from ipaddress import IPv4Network
from itertools import combinations

import pytest

from relinfra.matrix import plan_subnets


def test_the_private_tier_is_the_largest() -> None:
    """Tasks need most addresses: half the network, a quarter for the public tier, an eighth for databases."""
    plan = plan_subnets("10.20.0.0/16", 2)
    assert plan.private == ("10.20.0.0/19", "10.20.32.0/19")
    assert plan.public == ("10.20.128.0/20", "10.20.144.0/20")
    assert plan.database == ("10.20.192.0/21", "10.20.200.0/21")
    assert plan.spare == "10.20.224.0/19"
    assert plan.private_addresses == 8187


@pytest.mark.parametrize("prefix", range(16, 24))
def test_another_zone_moves_no_subnet(prefix: int) -> None:
    """Subnets of the zones in use are the same whatever comes after them."""
    full = plan_subnets(f"10.0.0.0/{prefix}", 4)
    for azs in (1, 2, 3):
        plan = plan_subnets(f"10.0.0.0/{prefix}", azs)
        assert (plan.public, plan.private, plan.database) == (
            full.public[:azs],
            full.private[:azs],
            full.database[:azs],
        )


@pytest.mark.parametrize("prefix", range(16, 24))
def test_subnets_lie_apart_within_the_network(prefix: int) -> None:
    """No two subnets overlap, none leaves the VPC, and every public one is large enough for a load balancer."""
    vpc = IPv4Network(f"10.0.0.0/{prefix}")
    plan = plan_subnets(str(vpc), 4)
    subnets = [IPv4Network(cidr) for cidr in (*plan.public, *plan.private, *plan.database, plan.spare)]
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))
    assert all(subnet.subnet_of(vpc) for subnet in subnets)
    assert all(IPv4Network(cidr).prefixlen <= 27 for cidr in plan.public)


@pytest.mark.parametrize(("cidr", "azs"), [("10.0.0.0/24", 2), ("10.0.0.0/16", 0), ("10.0.0.0/16", 5)])
def test_what_cannot_be_divided_is_refused(cidr: str, azs: int) -> None:
    """Too small a network and too many zones are errors of the caller."""
    with pytest.raises(ValueError, match=r"too small|1 to 4"):
        plan_subnets(cidr, azs)

"""Subnets: how the addresses of a VPC are divided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

__all__ = ["RESERVED_BY_AWS", "SMALLEST_VPC", "SubnetPlan", "plan_subnets"]

SMALLEST_VPC = 23
"""Longest prefix of a VPC whose public subnets are still the /27 that a load balancer demands."""

RESERVED_BY_AWS = 5
"""Addresses of every subnet that AWS keeps for itself."""

_MOST_ZONES = 4


@dataclass(frozen=True)
class SubnetPlan:
    """The subnets of each tier, one per availability zone, and the range that no tier uses."""

    public: tuple[str, ...]
    private: tuple[str, ...]
    database: tuple[str, ...]
    spare: str

    @cached_property
    def private_addresses(self) -> int:
        """Addresses that one private subnet has for tasks and endpoints."""
        return IPv4Network(self.private[0]).num_addresses - RESERVED_BY_AWS


def plan_subnets(cidr: str, azs: int) -> SubnetPlan:
    """Divide `cidr` (/16 to /23) among the tiers: a half private, a quarter public, an eighth database.

    Each tier is cut for four zones whatever `azs` (1 to 4) is, so that using another zone moves no subnet;
    moving one would destroy everything in it. Raises `ValueError` for a network too small or for other `azs`.
    """
    vpc = IPv4Network(cidr)
    if vpc.prefixlen > SMALLEST_VPC:
        msg = f"{cidr} is too small for three tiers of subnets: at least a /{SMALLEST_VPC} is needed"
        raise ValueError(msg)
    if not 1 <= azs <= _MOST_ZONES:
        msg = f"{azs} availability zones: 1 to {_MOST_ZONES} are supported"
        raise ValueError(msg)
    private, rest = vpc.subnets(1)
    public, last = rest.subnets(1)
    database, spare = last.subnets(1)
    return SubnetPlan(
        public=_cut(public, azs), private=_cut(private, azs), database=_cut(database, azs), spare=str(spare)
    )


def _cut(tier: IPv4Network, azs: int) -> tuple[str, ...]:
    return tuple(str(subnet) for subnet in list(tier.subnets(2))[:azs])

"""IPv4 networks."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["CallerCidr", "Cidr", "is_private"]

_EXPECTED = "an IPv4 network such as 10.20.0.0/16"
_EXPECTED_SIZE = "an IPv4 network from /16 to /23"
_LARGEST, _SMALLEST = 16, 28
_EXPECTED_CALLER = "an IPv4 network from /8 to /32 such as 203.0.113.0/24"
_LARGEST_CALLER = 8


_NOBODYS = {
    "is_unspecified": "the unspecified address",
    "is_loopback": "loopback",
    "is_link_local": "link-local",
    "is_multicast": "multicast",
    "is_reserved": "reserved",
}
"""Addresses that no machine of a network has: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html."""
_THIS_NETWORK = IPv4Network("0.0.0.0/8")
_PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
"""RFC 1918 and RFC 6598: addresses that nobody has on the internet."""


def is_private(network: IPv4Network) -> bool:
    """Whether a network is one that the internet does not route."""
    return any(network.subnet_of(private) for private in _PRIVATE)


def _network(cidr: str) -> str:
    if not _LARGEST <= _parsed(cidr, _EXPECTED).prefixlen <= _SMALLEST:
        refuse(_EXPECTED_SIZE, "AWS accepts none larger than /16 for a VPC, and three tiers of subnets need a /23")
    return _canonical(cidr, _EXPECTED)


def _caller(cidr: str) -> str:
    if _parsed(cidr, _EXPECTED_CALLER).prefixlen < _LARGEST_CALLER:
        refuse(_EXPECTED_CALLER, "name who may call; this is a large part of the internet")
    return _canonical(cidr, _EXPECTED_CALLER)


def _parsed(cidr: str, expected: str) -> IPv4Network:
    try:
        return IPv4Network(cidr, strict=False)
    except (AddressValueError, ValueError):
        refuse(expected)


def _canonical(cidr: str, expected: str) -> str:
    network = _parsed(cidr, expected)
    if cidr != str(network):
        refuse(expected, f"did you mean `{network}`?")
    kind = next((kind for name, kind in _NOBODYS.items() if getattr(network, name)), None)
    if kind or network.overlaps(_THIS_NETWORK):
        refuse("a network of addresses that machines have", found=f"{cidr}, which is {kind or 'of 0.0.0.0/8'}")
    return cidr


Cidr = Annotated[str, Field(pattern=r"^[0-9.]+/[0-9]+$"), AfterValidator(_network), expecting(_EXPECTED)]
CallerCidr = Annotated[str, Field(pattern=r"^[0-9.]+/[0-9]+$"), AfterValidator(_caller), expecting(_EXPECTED_CALLER)]

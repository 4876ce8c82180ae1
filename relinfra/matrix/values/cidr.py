"""IPv4 networks."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.matrix.values.expecting import expecting, refuse

__all__ = ["Cidr"]

_EXPECTED = "an IPv4 network from /16 to /28 such as 10.20.0.0/16"
_LARGEST, _SMALLEST = 16, 28


def _network(cidr: str) -> str:
    try:
        network = IPv4Network(cidr, strict=False)
    except (AddressValueError, ValueError):
        refuse(_EXPECTED)
    if not _LARGEST <= network.prefixlen <= _SMALLEST:
        refuse(_EXPECTED, "AWS accepts no other size for a VPC")
    if cidr != str(network):
        refuse(_EXPECTED, f"did you mean `{network}`?")
    return cidr


Cidr = Annotated[str, Field(pattern=r"^[0-9.]+/[0-9]+$"), AfterValidator(_network), expecting(_EXPECTED)]

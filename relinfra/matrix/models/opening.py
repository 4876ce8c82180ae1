"""Ways in and out of a service's tasks, beyond those that relinfra opens itself."""

import re
from abc import abstractmethod
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from relinfra.matrix.values.numbers import Port
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.model import Model
from relinfra.reading.text import Line

__all__ = ["Egress", "Ingress", "Opening"]

_GROUP = re.compile(r"sg-([0-9a-f]{8}|[0-9a-f]{17})")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_EXPECTED = "a network such as 10.40.0.0/16, the id of a security group, or the key of a service"


def _peer(peer: str) -> str:
    if _GROUP.fullmatch(peer) or (_NAME.fullmatch(peer) and not peer.startswith("sg-")):
        return peer
    network = _network(peer)
    if network is None:
        refuse(_EXPECTED, f"did you mean `{peer}/32`?" if _is_address(peer) else "")
    if str(network) != peer:
        refuse(_EXPECTED, f"did you mean `{network}`?")
    if network.is_multicast or network.is_loopback or network.is_link_local:
        refuse(_EXPECTED, "no task reaches a multicast, loopback or link-local network by a security group")
    return peer


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return None


def _is_address(text: str) -> bool:
    return re.fullmatch(r"[0-9]+(\.[0-9]+){3}", text) is not None


Peer = Annotated[str, Field(max_length=50), AfterValidator(_peer), expecting(_EXPECTED)]


class Opening(Model):
    """Ports that are opened between a service's tasks and somebody else."""

    direction: ClassVar[Literal["egress", "ingress"]]

    port: Port = Field(description="The port, or the first of a range.", examples=[6379])
    last_port: Port | None = Field(None, description="The last port of a range; `port` alone if absent.")
    protocol: Annotated[
        Literal["tcp", "udp"], choices({"tcp": "Connections over TCP.", "udp": "Datagrams over UDP."})
    ] = Field("tcp", description="What is let through.")
    why: Line = Field(
        description="What for: stands in the rule's description, as far as AWS has its characters, and in the plan.",
        examples=["the shared cache"],
    )

    @property
    @abstractmethod
    def peer(self) -> str:
        """The other end."""

    @property
    def ports(self) -> tuple[int, int]:
        """The first port and the last."""
        return self.port, self.last_port or self.port

    @property
    def network(self) -> IPv4Network | IPv6Network | None:
        """The network at the other end, where it is one."""
        return _network(self.peer)

    @property
    def group(self) -> str | None:
        """The security group at the other end, where it is named by its id."""
        return self.peer if _GROUP.fullmatch(self.peer) else None

    @property
    def service(self) -> str | None:
        """The key of the service at the other end, where it is one."""
        return None if self.network or self.group else self.peer


class Egress(Opening):
    """A way out of a service's tasks; to a service of the environment, also the way into that one."""

    direction = "egress"

    to: Peer = Field(
        description="Where to: a network in CIDR notation, the id of a security group, or the key of a service.",
        examples=["10.40.0.0/16"],
    )

    @property
    def peer(self) -> str:
        """The other end."""
        return self.to


class Ingress(Opening):
    """A way into a service's tasks; from a service of the environment, also the way out of that one."""

    direction = "ingress"

    origin: Peer = Field(
        alias="from",
        description="Where from: a network in CIDR notation, the id of a security group, or the key of a service.",
        examples=["10.40.0.0/16"],
    )

    @property
    def peer(self) -> str:
        """The other end."""
        return self.origin

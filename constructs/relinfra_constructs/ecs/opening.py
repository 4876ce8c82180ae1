"""A way in or out of a service's tasks, as a rule of its security group."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["Opening", "open_way"]

# What descriptions of rules may hold, at most 255 characters of it:
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html
_FOREIGN = re.compile(r"[^A-Za-z0-9 ._\-:/()#,@\[\]+=;{}!$*]")
_LONGEST = 255


class Opening(Props):
    """Ports that are opened, and to whom.

    direction: `egress` out of the tasks, `ingress` into them.
    peer: the other end: a network of IPv4 or IPv6, the id of a security group, or any name with `security_group_id`.
    security_group_id: of a peer that is called by a name.
    first_port, last_port: the range; the same for one port.
    protocol: `tcp` or `udp`.
    why: the description; what AWS does not take in one becomes `_`.
    """

    direction: Literal["egress", "ingress"]
    peer: str
    first_port: int
    last_port: int
    why: str
    protocol: Literal["tcp", "udp"] = "tcp"
    security_group_id: str | None = None

    def name(self, key: str) -> str:
        """Return the Terraform name of the rule of a service, which tells the way whatever its order."""
        ports = (str(self.first_port), *([str(self.last_port)] if self.last_port != self.first_port else []))
        return terraform_name(key, self.direction, re.sub(r"[^a-z0-9]+", "_", self.peer), self.protocol, *ports)

    @property
    def description(self) -> str:
        """The reason in the characters that AWS takes."""
        plain = "".join(each for each in unicodedata.normalize("NFKD", self.why) if not unicodedata.combining(each))
        return _FOREIGN.sub("_", plain)[:_LONGEST]


def open_way(scope: Construct, key: str, security_group_id: str, opening: Opening) -> None:
    """Create the rule `aws_vpc_security_group_DIRECTION_rule.KEY_DIRECTION_PEER_PROTOCOL_PORT`."""
    rule = aws.VpcSecurityGroupEgressRule if opening.direction == "egress" else aws.VpcSecurityGroupIngressRule
    network = opening.peer if "/" in opening.peer else None
    version = ("ipv6" if ":" in network else "ipv4") if network else ""
    rule(
        scope,
        opening.name(key),
        security_group_id=security_group_id,
        description=aws.literal(opening.description),
        ip_protocol=opening.protocol,
        from_port=opening.first_port,
        to_port=opening.last_port,
        cidr_ipv4=network if version == "ipv4" else None,
        cidr_ipv6=network if version == "ipv6" else None,
        referenced_security_group_id=None if network else opening.security_group_id or opening.peer,
    )

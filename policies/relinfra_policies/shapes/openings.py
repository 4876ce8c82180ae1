"""The security groups of a service: who is let in, on which ports, and where a load balancer is let out to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.fronts import balancer_of
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.traffic import forwarding, listener_of

__all__ = ["Opening", "balancers_groups", "egress", "groups_of", "ingress", "is_bounded", "is_ruled", "written_in"]

GROUP = "aws_security_group"
HIGHEST = 65535
ANY_PROTOCOL = "-1"


@dataclass(frozen=True)
class Opening:
    """One rule of a security group, wherever it is written: its protocol, ports and networks."""

    protocol: str
    first: float | None
    last: float | None
    networks: tuple[str, ...]

    def opens(self, port: float, *, exactly: bool = False) -> bool:
        """Return whether TCP passes on a port; `exactly`, on that port alone."""
        if self.protocol.lower() not in ("tcp", "6", ANY_PROTOCOL, "all"):
            return False
        if exactly:
            return self.first == self.last == port
        all_ports = self.last is None or self.protocol == ANY_PROTOCOL
        return all_ports or (self.first or 0) <= port <= (self.last or HIGHEST)


def groups_of(service: Resource, stack: Stack) -> tuple[Resource, ...]:
    """Return the security groups of a service; none where one of them is not of this stack."""
    written = service.block("network_configuration").strings("security_groups")
    found = [stack.referred(text, GROUP) for text in written]
    return tuple(one for one in found if one) if all(found) else ()


def balancers_groups(service: Resource, stack: Stack) -> tuple[Resource, ...]:
    """Return the security groups, of this stack, of the load balancers that send a service its requests."""
    listeners = (listener_of(rule, stack) for rule in forwarding(service, stack))
    balancers = {one.address: one for listener in listeners if listener and (one := balancer_of(listener, stack))}
    texts = (text for one in balancers.values() for text in one.strings("security_groups"))
    found = {one.address: one for text in texts if (one := stack.referred(text, GROUP))}
    return tuple(found.values())


def is_ruled(group: Resource, stack: Stack) -> bool:
    """Return whether rules of a group stand in this stack at all; a module may keep them elsewhere."""
    return any(True for _ in ingress(group, stack))


def ingress(group: Resource, stack: Stack) -> Iterator[Opening]:
    """Yield what lets somebody in."""
    yield from _openings(group, stack, "ingress")


def is_bounded(rule: Resource) -> bool:
    """Return whether a rule opens one port, or the range that the matrix declares of it."""
    first, last = rule.number("from_port"), rule.number("to_port")
    return bool(last) and (first == last or [first, last] == rule.declared("ports"))


def egress(group: Resource, stack: Stack) -> Iterator[Opening]:
    """Yield what lets somebody out."""
    yield from _openings(group, stack, "egress")


def _openings(group: Resource, stack: Stack, way: str) -> Iterator[Opening]:
    yield from written_in(group, way)
    for kind in (f"aws_vpc_security_group_{way}_rule", "aws_security_group_rule"):
        for rule in stack.referring(group, "security_group_id", kind):
            yield from written_in(rule, way)


def written_in(resource: Resource, way: str) -> Iterator[Opening]:
    """Yield what a security group, or a rule of one, itself opens: `ingress` or `egress`."""
    if resource.kind == GROUP:
        for block in resource.blocks(way):
            yield _opening(block, str(block.value("protocol") or ""), _networks(block))
    elif resource.kind != "aws_security_group_rule":
        yield _opening(resource, resource.text("ip_protocol"), (resource.text("cidr_ipv4"), resource.text("cidr_ipv6")))
    elif resource.text("type") == way:
        yield _opening(resource, resource.text("protocol"), _networks(resource))


def _opening(block: Block, protocol: str, networks: tuple[str, ...]) -> Opening:
    return Opening(protocol, block.number("from_port"), block.number("to_port"), tuple(filter(None, networks)))


def _networks(block: Block) -> tuple[str, ...]:
    return (*block.strings("cidr_blocks"), *block.strings("ipv6_cidr_blocks"))

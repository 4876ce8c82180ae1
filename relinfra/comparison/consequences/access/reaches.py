"""Security group rules that let more addresses, groups or ports through than before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, absent_before, former, present
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.output import Output
from relinfra.evidence.path import written
from relinfra.evidence.resource import Resource

__all__ = ["reaches"]

_TYPES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
_SOURCES = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
_ALL = "-1"
_PORTS = (0, 65535)


@dataclass(frozen=True)
class _Reach:
    """The reach of one rule: a protocol, ports, and a network or the name of a group."""

    group: str
    protocol: str
    first: float
    last: float
    source: Attribute

    def covers(self, other: _Reach) -> bool:
        """Whether everything that `other` lets through already comes through here."""
        if self.group != other.group or self.protocol not in (_ALL, other.protocol):
            return False
        ports = self.protocol == _ALL or (self.first <= other.first and other.last <= self.last)
        return ports and _within(other.source.text, self.source.text)


def reaches(between: Between) -> Iterator[Consequence]:
    """Yield every rule that lets something through which no rule of its group did, and every new one with addresses."""
    for type_ in _TYPES:
        before = [reach for _, reach in _of(between.former, type_)]
        groups = {reach.group for reach in before}
        for rule, now in _of(between.present, type_):
            fresh = now.group not in groups and _network(now.source.text) is None
            if not fresh and not any(was.covers(now) for was in before):
                yield _change(between, rule, now)


def _change(between: Between, rule: Resource, reach: _Reach) -> Consequence:
    stack = between.former.stacks.get(rule.stack)
    was = stack.get(rule.address) if stack else None
    outbound = rule.type.endswith("egress_rule")
    why = "open_to_all" if _network(reach.source.text) in _EVERYWHERE else "reached_by_more"
    paths = [reach.source.path, *((name,) for name in ("from_port", "to_port", "ip_protocol") if rule.at(name))]
    source = was and next((found for name in _SOURCES if (found := was.at(name))), None)
    evidence = (
        *((former(was, *path) if was else absent_before(rule, *path)) for path in paths),
        *(present(rule, *path) for path in paths),
    )
    return Consequence(
        rule.stack,
        rule.address,
        "access",
        written(reach.source.path),
        "reaches_more" if outbound else why,
        evidence,
        before=_shown(was, source) if was and source else None,
        after=_shown(rule, reach.source),
    )


def _shown(rule: Resource, source: Attribute) -> str:
    """Return a rule in one line: `tcp 443 from 10.0.0.0/16`, without a word of any language."""
    first, last, protocol = (rule.at(name) for name in ("from_port", "to_port", "ip_protocol"))
    ports = f"{first.text}-{last.text}" if first and last and first.value != last.value else first.text if first else ""
    return " ".join(part for part in (protocol.text if protocol else "", ports, source.text) if part and part != _ALL)


def _of(output: Output, type_: str) -> Iterator[tuple[Resource, _Reach]]:
    for stack in output.stacks.values():
        for rule in stack.find(type_):
            source = next((found for name in _SOURCES if (found := rule.at(name))), None)
            protocol, group = rule.at("ip_protocol"), rule.at("security_group_id")
            if source and protocol and group:
                ports = (rule.at("from_port"), rule.at("to_port"))
                first, last = (
                    bound if port is None or port.number is None else port.number
                    for port, bound in zip(ports, _PORTS, strict=True)
                )
                yield rule, _Reach(_group(output, group), protocol.text, first, last, source)


def _group(output: Output, reference: Attribute) -> str:
    """Return a group's own place, so that a rule finds it again however it refers to it."""
    named = output.follow_one(reference, "aws_security_group")
    return f"{named.stack} {named.address}" if named else reference.text


def _within(inner: str, outer: str) -> bool:
    small, large = _network(inner), _network(outer)
    if small is None or large is None:
        return inner == outer
    if isinstance(small, IPv4Network):
        return isinstance(large, IPv4Network) and small.subnet_of(large)
    return isinstance(large, IPv6Network) and small.subnet_of(large)


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))

"""The ways of the traffic of an ECS service: its target groups, and the listener rules that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from ipaddress import ip_network
from itertools import product

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack

__all__ = [
    "GROUPS",
    "RULES",
    "forwarded",
    "forwarding",
    "hosts",
    "is_world",
    "listener_of",
    "overlap",
    "paths",
    "ports_of_tests",
    "redirects_to_https",
    "rules_of",
    "sides",
    "takes",
]

GROUPS = ("aws_lb_target_group", "aws_alb_target_group")
RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
LISTENERS = ("aws_lb_listener", "aws_alb_listener")
WHOLE_CONTINENTS = {4: 8, 6: 16}
"""Bits of a prefix, by version, below which a network is the world but for its name."""
PATTERNED = ("host_header", "path_pattern")


def sides(deployed: Resource, stack: Stack) -> tuple[Resource | None, Resource | None]:
    """Return the two target groups between which a service, or its deployment group, moves."""
    pair = deployed.block("load_balancer_info").block("target_group_pair_info").blocks("target_group")
    if pair:
        names = [one.text("name") for one in pair] + [""]
        return stack.referred(names[0], *GROUPS), stack.referred(names[1], *GROUPS)
    balancer = deployed.block("load_balancer")
    other = balancer.block("advanced_configuration").text("alternate_target_group_arn")
    return stack.referred(balancer.text("target_group_arn"), *GROUPS), stack.referred(other, *GROUPS)


def rules_of(service: Resource) -> tuple[str, ...]:
    """Return the listener rules that a service shifts, as they are written."""
    found: list[str] = []
    for balancer in service.blocks("load_balancer"):
        advanced = balancer.block("advanced_configuration")
        found += (advanced.text("production_listener_rule"), advanced.text("test_listener_rule"))
    return tuple(text for text in found if text)


def forwarded(rule: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the target groups that a listener rule forwards to."""
    for action in rule.blocks("action"):
        written = [action.text("target_group_arn")]
        written += [
            group.text("arn") for forward in action.blocks("forward") for group in forward.blocks("target_group")
        ]
        for text in written:
            if found := stack.referred(text, *GROUPS):
                yield found


def forwarding(service: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the listener rules of a stack that forward to a target group of a service."""
    written = (balancer.text("target_group_arn") for balancer in service.blocks("load_balancer"))
    groups = {id(group) for text in written if (group := stack.referred(text, *GROUPS))}
    for rule in stack.of(*RULES):
        if any(id(group) in groups for group in forwarded(rule, stack)):
            yield rule


def redirects_to_https(action: Block) -> bool:
    """Return whether an action of a listener sends whoever asks to HTTPS."""
    return action.text("type") == "redirect" and action.block("redirect").text("protocol") == "HTTPS"


def listener_of(rule: Resource, stack: Stack) -> Resource | None:
    """Return the listener on which a rule stands."""
    return stack.referred(rule.text("listener_arn"), *LISTENERS)


def hosts(rule: Resource) -> tuple[str, ...]:
    """Return the names that a rule answers to."""
    return _patterns(rule, "host_header")


def paths(rule: Resource) -> tuple[str, ...]:
    """Return the paths that a rule answers."""
    return tuple(_values(rule, "path_pattern"))


def takes(rule: Resource, traffic_of: Resource) -> bool:
    """Return whether a rule takes all traffic that another one is for: each condition is the other's, or wider."""
    if _conditions(rule) - _conditions(traffic_of):
        return False
    return all(_covers(_patterns(rule, name), _patterns(traffic_of, name)) for name in PATTERNED)


def overlap(rule: Resource, other: Resource) -> bool:
    """Return whether some request may fit both rules, as far as names and paths tell."""
    return all(_meet(_patterns(rule, name), _patterns(other, name)) for name in PATTERNED)


def _patterns(rule: Resource, name: str) -> tuple[str, ...]:
    return tuple(value.lower() for value in _values(rule, name))


def _values(rule: Resource, name: str) -> Iterator[str]:
    for condition in rule.blocks("condition"):
        for one in condition.blocks(name):
            yield from one.strings("values")


def _covers(wider: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    """Return whether each of the patterns is matched by one of the wider ones; no pattern is every request."""
    return not wider or (bool(patterns) and all(any(fnmatchcase(one, wide) for wide in wider) for one in patterns))


def _meet(patterns: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if not patterns or not others:
        return True
    return any(fnmatchcase(one, other) or fnmatchcase(other, one) for one, other in product(patterns, others))


def _conditions(rule: Resource) -> set[str]:
    """Return the conditions of a rule beside names and paths, each as a text."""
    found = set()
    for condition in rule.blocks("condition"):
        for name in sorted(set(condition.conf).difference(PATTERNED)):
            for one in condition.blocks(name):
                asked = {key: one.strings(key) for key in one.conf if not key.startswith("__")}
                found.add(f"{name}={sorted(asked.items())}")
    return found


def is_world(network: str) -> bool:
    """Return whether a network is the whole internet, or so much of it that it makes no difference."""
    try:
        found = ip_network(network, strict=False)
    except ValueError:
        return False
    return found.prefixlen < WHOLE_CONTINENTS[found.version]


def ports_of_tests(stack: Stack) -> set[float]:
    """Return the ports of the listeners on which services test a version."""
    listeners = [_listener_of_tests(service, stack) for service in stack.of("aws_ecs_service")]
    for group in stack.of("aws_codedeploy_deployment_group"):
        tested = group.block("load_balancer_info").block("target_group_pair_info").block("test_traffic_route")
        listeners += [stack.referred(text, *LISTENERS) for text in tested.strings("listener_arns")]
    return {port for listener in listeners if listener and (port := listener.number("port"))}


def _listener_of_tests(service: Block, stack: Stack) -> Resource | None:
    text = service.block("load_balancer").block("advanced_configuration").text("test_listener_rule")
    rule = stack.referred(text, *RULES)
    return listener_of(rule, stack) if rule else None

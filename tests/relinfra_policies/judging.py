"""Judging a synthesized stack by the pack alone, in this process and without Checkov's graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.models.enums import CheckResult
from checkov.terraform.checks.provider.registry import provider_registry
from checkov.terraform.checks.resource.registry import resource_registry

from relinfra_policies import POLICIES
from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.provider_rule import ProviderRule
from relinfra_policies.shapes.resource_rule import ResourceRule
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.verdict import verdict
from relinfra_policies.shapes.written import parsed

__all__ = ["failures", "stack_of"]


def failures(body: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the failures of a stack as policies and addresses."""
    stack = stack_of(body)
    return {*_of_stack(stack), *_of_resources(stack), *_of_providers(body)}


def stack_of(body: Mapping[str, Any]) -> Stack:
    """Return the resources, data sources and settings of `cdk.tf.json` as a rule has them."""
    return Stack([*_named(body, "resource", ""), *_named(body, "data", "data."), *_unnamed(body)])


def _named(body: Mapping[str, Any], block: str, prefix: str) -> Iterator[Resource]:
    for kind, named in body.get(block, {}).items():
        for name, conf in named.items():
            yield Resource(parsed(conf), kind=prefix + kind, name=name, vertex={})


def _unnamed(body: Mapping[str, Any]) -> Iterator[Resource]:
    for name, conf in body.get("module", {}).items():
        yield Resource(conf, kind="module", name=name, vertex={})
    for name, conf in body.get("output", {}).items():
        yield Resource(conf, kind="output", name=name, vertex={})
    if "terraform" in body:
        yield Resource(body["terraform"], kind="terraform", name="", vertex={})


def _of_stack(stack: Stack) -> Iterator[tuple[str, str]]:
    for rule in get_graph_checks_registry("terraform").checks:
        for resource, result in rule.verdicts(stack) if isinstance(rule, StackRule) else ():
            if result is CheckResult.FAILED:
                yield rule.id, resource.address


def _of_resources(stack: Stack) -> Iterator[tuple[str, str]]:
    for kind, rules in resource_registry.checks.items():
        for rule in rules:
            for resource in stack.of(kind) if rule.id in POLICIES and isinstance(rule, ResourceRule) else ():
                if verdict(rule, resource) is CheckResult.FAILED:
                    yield rule.id, resource.address


def _of_providers(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for rule in provider_registry.checks["aws"]:
        for conf in body.get("provider", {}).get("aws", ()) if isinstance(rule, ProviderRule) else ():
            if verdict(rule, Block(conf)) is CheckResult.FAILED:
                yield rule.id, "provider.aws"

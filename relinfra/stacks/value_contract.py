"""The contract of values: each argument of a resource as it was written last, overrides on record included.

Whoever changes one afterwards, in the synthesized file or by what runs between `synth` and `apply`, is told by a
policy. References are told apart: where a resource leads is no value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.aws.resource import Resource
from relinfra_constructs.cdk import TerraformStack

__all__ = ["declare_values"]

KINDS = (
    *(
        "aws_acm_",
        "aws_appautoscaling_",
        "aws_budgets_",
        "aws_cloudwatch_",
        "aws_codedeploy_",
        "aws_ecs_",
        "aws_lambda_",
    ),
    *("aws_lb", "aws_route53_", "aws_service_discovery_", "aws_sns_", "aws_ssm_", "aws_synthetics_"),
)
"""The types that run, lead, watch and tell; what holds data has a contract of settings."""
UNTOLD = {
    *("dashboard_body", "description", "tags", "tags_all"),
    "depends_on",
    *("assume_role_policy", "policy", "policy_document"),
}
"""What only tells and sorts, what comes before, and documents of IAM, whose statements are a contract of their own."""
EXPRESSION = re.compile(r"\$\{[^}]*\}")
REFERENCE = "<*>"
"""What stands for a value that only Terraform knows."""
NAMED = ("container_definitions", "content")
"""Texts of JSON in which what has a name is found by it."""
LONG = 80
"""Characters of a text beyond which its digest is declared."""
DIGITS = 16


def declare_values(stacks: Iterable[TerraformStack]) -> None:
    """Declare the values that arguments have now, beside each resource that runs, leads, watches or tells."""
    for stack in stacks:
        batch = Batch.of(stack)
        for address, resource in batch.registered.items():
            kind, _, name = address.partition(".")
            if kind.startswith(KINDS) and isinstance(resource, Resource):
                batch.declare(kind, name, {"values": _values(resource.body)})


def _values(body: Mapping[str, Any]) -> list[str]:
    told = {name: value for name, value in body.items() if name not in UNTOLD}
    return sorted(f"{path}={_short(text)}" for path, text in _leaves("", told))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield each value with its path; containers and steps are found by their names, not by their places."""
    if isinstance(value, Mapping):
        below = f"{path}[{value['name']}]" if path.startswith(NAMED) and isinstance(value.get("name"), str) else path
        for key, inner in value.items():
            yield from _leaves(f"{below}.{key}" if below else str(key), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(path, inner)
    elif isinstance(value, str) and value[:1] in {"{", "["}:
        read = _decoded(value)
        yield from _leaves(path, read) if read is not None else iter([(path, value)])
    elif value is not None:
        yield path, _written(value)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _written(value: object) -> str:
    """Return a value as Terraform writes it: `true`, and a whole number without its point."""
    whole = isinstance(value, float) and value.is_integer()
    return str(value).lower() if isinstance(value, bool) else f"{value:.0f}" if whole else str(value)


def _short(text: str) -> str:
    """Return a text with references masked; of a long one without any, its digest."""
    masked = EXPRESSION.sub(REFERENCE, text)
    if len(masked) <= LONG or REFERENCE in masked:
        return masked
    return f"#{sha256(masked.encode()).hexdigest()[:DIGITS]}"

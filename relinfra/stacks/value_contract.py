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

RUNNING = ("aws_appautoscaling_", "aws_codedeploy_", "aws_ecs_", "aws_lambda_", "aws_ssm_")
LEADING = ("aws_acm_", "aws_lb", "aws_route53_", "aws_service_discovery_")
WATCHING = ("aws_budgets_", "aws_cloudwatch_", "aws_sns_", "aws_synthetics_")
HOLDING = ("aws_backup_", "aws_db_", "aws_kms_", "aws_rds_", "aws_s3_", "aws_secretsmanager_")
GUARDING = ("aws_flow_log", "aws_iam_role_policy_attachment", "aws_subnet", "aws_vpc", "aws_wafv2_")
DRAWING = ("aws_cloudwatch_dashboard",)
"""What only shows: nothing depends on its arguments."""
KINDS = (*RUNNING, *LEADING, *WATCHING, *HOLDING, *GUARDING)
UNTOLD = {
    *("description", "tags", "tags_all"),
    "depends_on",
    *("assume_role_policy", "policy", "policy_document"),
}
"""What only tells and sorts, what comes before, and documents of IAM, whose statements are a contract of their own."""
EXPRESSION = re.compile(r"\$\{[^}]*\}")
REFERENCE = "<*>"
"""What stands for a value that only Terraform knows."""
NAMED = ("container_definitions", "content", "metric_query", "parameter", "rule", "setting")
"""Arguments in which what has a name, or an id, is found by it."""
EMPTY = "<none>"
"""What stands for an empty list or object in a text of JSON: who reads the text may need it to be there."""
TEXTS = ("container_definitions", "content")
LONG = 80
"""Characters of a text beyond which its digest is declared."""
DIGITS = 16
SEPARATOR = " | "
AFTER_PATH = ": "
UNREAD = re.compile(r"[%={}\[\]|\x00-\x1f]")
"""What Checkov would evaluate as an expression, and what parts values: written as in addresses of the web."""


def declare_values(stacks: Iterable[TerraformStack]) -> None:
    """Declare the values that arguments have now, beside each resource of these types, as one text.

    Checkov reads each element of a list as an argument of its own, and evaluates what looks like an expression.
    """
    for stack in stacks:
        batch = Batch.of(stack)
        for address, resource in batch.registered.items():
            kind, _, name = address.partition(".")
            if kind.startswith(KINDS) and kind not in DRAWING and isinstance(resource, Resource):
                batch.declare(kind, name, {"values": _values(resource.body)})


def _values(body: Mapping[str, Any]) -> str:
    told = {name: value for name, value in body.items() if name not in UNTOLD}
    return SEPARATOR.join(_lines(sorted((_path(path), text) for path, text in _leaves("", told))))


def _lines(leaves: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each value with its path; of neighbours in one block, the second begins with its point: `.period: 60`."""
    last = ""
    for path, text in leaves:
        block, point, name = path.rpartition(".")
        yield f"{point + name if block == last else path}{AFTER_PATH}{_quoted(_short(text))}"
        last = block


def _path(path: str) -> str:
    return _quoted(path).replace(":", "%3A")


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield each value with its path; containers, steps and rules are found by their names, not by their places."""
    if value in ([], {}) and path.startswith(TEXTS):
        yield path, EMPTY
    elif isinstance(value, Mapping):
        below, parts = _named(path, value) if path.startswith(NAMED) else (path, value)
        for key, inner in parts.items():
            yield from _leaves(f"{below}.{key}" if below else str(key), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(path, inner)
    elif isinstance(value, str) and value[:1] in {"{", "["}:
        read = _decoded(value)
        yield from _leaves(path, read) if read is not None else iter([(path, value)])
    elif value is not None:
        yield path, _written(value)


def _named(path: str, value: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the path of what has a name or an id, and what it holds beside."""
    key = next((one for one in ("name", "id") if isinstance(value.get(one), str)), None)
    if key is None:
        return path, value
    return f"{path}({value[key]})", {one: inner for one, inner in value.items() if one != key}


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


def _quoted(text: str) -> str:
    return UNREAD.sub(lambda one: f"%{ord(one[0]):02X}", text)

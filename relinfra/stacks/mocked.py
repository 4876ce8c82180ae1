"""Well-formed values for what a `terraform test` cannot read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from relinfra_constructs.aws.schema import load
from relinfra_constructs.placement import Placement

__all__ = ["mock_data", "mock_outputs"]

_ATTRIBUTE = re.compile(r"\$\{(?:data\.)?(?:(?P<type>\w+)\.)?(?P<name>[\w-]+)\.(?:[\w.\[\]]+\.)?(?P<attribute>\w+)\}")
_REMOTE_STATE = "terraform_remote_state"
_FORMS = {
    "cidr_block": "10.0.0.0/16",
    "ipv6_cidr_block": "2001:db8::/56",
    "port": "5432",
    "private_ip": "10.0.0.1",
    "public_ip": "192.0.2.1",
}
"""Attributes that Terraform's functions or the provider refuse in any other form."""


def mock_data(body: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return defaults for the data sources of a stack whose attributes have a form: zones, documents, ARNs, accounts.

    Terraform itself invents eight letters for the others.
    """
    place = _place(body)
    found = {
        terraform_type: defaults
        for terraform_type in sorted(body.get("data", {}))
        if terraform_type != _REMOTE_STATE and (defaults := _defaults(terraform_type, place))
    }
    return {terraform_type: {"defaults": defaults} for terraform_type, defaults in found.items()}


def mock_outputs(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for every output of the stack that is read, the same where the stack itself states it.

    Other stacks read text alone; an output of several values is for people and pipelines.
    """
    place = _place(source)
    values = {name: output["value"] for name, output in sorted(source.get("output", {}).items())}
    return {name: _output(value, source, place) for name, value in values.items() if isinstance(value, str)}


def _place(body: Mapping[str, Any]) -> Placement:
    """Return account and region of a stack, as its provider names them."""
    provider: Mapping[str, Any] = next(iter(body.get("provider", {}).get("aws", ())), {})
    account = next(iter(provider.get("allowed_account_ids", ())), "123456789012")
    return Placement(account=account, region=str(provider.get("region", "us-east-1")))


def _defaults(terraform_type: str, place: Placement) -> dict[str, Any]:
    schema = load()["data"].get(terraform_type, {})
    attributes = {*schema.get("computed", ()), *schema.get("attributes", ())}
    known = {
        **_FORMS,
        "account_id": place.account,
        "availability_zone": f"{place.region}a",
        "json": '{"Statement":[],"Version":"2012-10-17"}',
        "names": [f"{place.region}{letter}" for letter in "abcdef"],
        "partition": place.partition,
    }
    arns = {
        name: place.arn(terraform_type.split("_")[1], "mock")
        for name in attributes
        if name == "arn" or name.endswith("_arn")
    }
    return dict(sorted({**arns, **{name: value for name, value in known.items() if name in attributes}}.items()))


def _output(expression: str, source: Mapping[str, Any], place: Placement) -> Any:
    found = _ATTRIBUTE.fullmatch(expression)
    if found is None:
        return "mock"
    terraform_type, name, attribute = found["type"] or "", found["name"], found["attribute"]
    stated = source.get("resource", {}).get(terraform_type, {}).get(name, {}).get(attribute)
    if stated is not None and "${" not in str(stated):
        return stated
    if attribute.endswith("arn"):
        return place.arn(terraform_type.split("_")[1] if terraform_type else "mock", name)
    return _FORMS.get(attribute) or f"{name}-{attribute}".replace("_", "-")

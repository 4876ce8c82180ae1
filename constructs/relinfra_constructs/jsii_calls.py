"""The calls that every resource makes, straight to jsii.

The generated methods of cdktf check each argument against its type hints first, which costs more than the call itself.
The resource layer has checked what it passes. What answers nothing is told, and not waited for.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import jsii

from relinfra_constructs.cdk import Construct, TerraformElement, TerraformResourceConfig
from relinfra_constructs.node_process import create, tell

__all__ = ["add_override", "place", "string_attribute"]


def place(element: TerraformElement, scope: Construct, id: str, terraform_type: str, logical_id: str) -> None:
    """Give a resource or data source its place in the construct tree and its name in Terraform."""
    create(element, [scope, id, _config(terraform_type)])
    tell(element, "overrideLogicalId", [logical_id])


def add_override(element: TerraformElement, path: str, value: Any) -> None:
    """Set what cdktf has no argument for, at a dotted path."""
    tell(element, "addOverride", [path, value])


def string_attribute(element: TerraformElement, path: str) -> str:
    """Return the token of an attribute path."""
    return cast("str", jsii.invoke(element, "getStringAttribute", [path]))


@cache
def _config(terraform_type: str) -> Any:
    return TerraformResourceConfig(terraform_resource_type=terraform_type)

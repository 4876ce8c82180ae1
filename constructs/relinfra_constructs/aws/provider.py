"""The provider hashicorp/aws of a stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relinfra_constructs.cdk import Construct, TerraformProvider
from relinfra_constructs.errors import ArgumentError
from relinfra_constructs.jsii_calls import add_override

from .schema import argument_problems, load, normalize

__all__ = ["PROVIDER_SOURCE", "PROVIDER_VERSION", "Provider"]

PROVIDER_SOURCE = "hashicorp/aws"
# The bindings our schema is read from are of 6.25.0: everything emitted exists from there on. Up to 6.25.0 a refresh
# reads the value of a write-only secret version, which roles that plan may not; 6.26.0 lists its versions instead.
# https://github.com/hashicorp/terraform-provider-aws/pull/44876
PROVIDER_VERSION = ">= 6.26.0, < 7.0.0"


class Provider(TerraformProvider):
    """One configuration of hashicorp/aws: `Provider(stack, region="us-east-1", allowed_account_ids=[...])`.

    A second one in a stack needs an `alias`, and is handed to resources as `provider=`. Raises ArgumentError.
    """

    def __init__(self, scope: Construct, *, alias: str | None = None, **arguments: Any) -> None:
        body = normalize(arguments)
        self._reference = f"aws.{alias}" if alias else "aws"
        problems = tuple(argument_problems(load()["provider"], body))
        if problems:
            raise ArgumentError(scope.node.path, self._reference, problems)
        super().__init__(
            scope,
            self._reference,
            terraform_resource_type="aws",
            terraform_provider_source=PROVIDER_SOURCE,
            terraform_generator_metadata={
                "provider_name": "aws",
                "provider_version": PROVIDER_VERSION,
            },
        )
        if alias:
            body["alias"] = alias
        for name, value in body.items():
            add_override(self, name, value)

    def declare(self, contract: Mapping[str, Any]) -> None:
        """Write what was declared of the provider into its comment, which policies read and Terraform ignores."""
        add_override(self, "//", {"contract": dict(contract)})

    @property
    def reference(self) -> str:
        """Return the `provider` argument of a resource, such as `aws` or `aws.recovery`."""
        return self._reference

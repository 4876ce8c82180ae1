"""Secrets by reference: ECS hands the value to a container when it starts; Terraform never sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["ResolvedSecret", "Secret", "Store", "resolve_secrets"]

Store = Literal["secretsmanager", "ssm"]
"""The service that keeps a secret, as ARNs call it."""


class Secret(Props):
    """A secret that exists, named by exactly one of `name`, `arn` and `parameter`.

    name: of a secret in Secrets Manager, whose ARN is looked up.
    arn: of a secret in Secrets Manager (a token of another stack, say).
    parameter: name or ARN of one in Parameter Store.
    json_key: the member wanted of a secret that holds a JSON object, which parameters do not offer; the whole text by
        default.
    kms_key_arn: the key it is encrypted with; any key of the account by default, which suits no other account.
    """

    name: str | None = None
    arn: str | None = None
    parameter: str | None = None
    json_key: str | None = None
    kms_key_arn: str | None = None

    def __post_init__(self) -> None:
        """Refuse none, several, and a member of a parameter. Raises ConstructError."""
        if len([given for given in (self.name, self.arn, self.parameter) if given is not None]) != 1:
            raise ConstructError(f"a secret has exactly one of a name, an ARN and a parameter, not {self!r}")
        if self.parameter is not None and self.json_key is not None:
            raise ConstructError(f"ECS takes keys out of Secrets Manager's secrets alone, not of {self.parameter}")


class ResolvedSecret(Props):
    """A secret with its ARN and what ECS calls the part of it that is wanted; where it lies, and under which key."""

    arn: str
    value_from: str
    store: Store
    region: str
    kms_key_arn: str | None = None


def resolve_secrets(
    scope: Construct, key: str, secrets: Mapping[str, Secret], placement: Placement
) -> dict[str, ResolvedSecret]:
    """Resolve secrets by variable; those with a name become `data.aws_secretsmanager_secret.KEY_VARIABLE`."""
    return {variable: _resolve(scope, key, variable, secrets[variable], placement) for variable in sorted(secrets)}


def _resolve(scope: Construct, key: str, variable: str, secret: Secret, placement: Placement) -> ResolvedSecret:
    arn = secret.arn or _parameter_arn(secret.parameter, placement)
    if arn is None:
        name = terraform_name(key, variable.lower())
        arn = aws.data.SecretsmanagerSecret(scope, name, name=secret.name).arn
    return ResolvedSecret(
        arn=arn,
        value_from=f"{arn}:{secret.json_key}::" if secret.json_key else arn,
        store="ssm" if secret.parameter else "secretsmanager",
        region=_region(arn) or placement.region,
        kms_key_arn=secret.kms_key_arn,
    )


def _parameter_arn(parameter: str | None, placement: Placement) -> str | None:
    # No lookup: a data source would take the value into the state, and the ARN follows from the name.
    if parameter is None or _region(parameter):
        return parameter
    return placement.arn("ssm", f"parameter/{parameter.removeprefix('/')}")


def _region(arn: str) -> str | None:
    """Return the region of an ARN in plain text; None of a name, or of a token that Terraform will resolve."""
    return arn.split(":")[3] if arn.startswith("arn:") else None

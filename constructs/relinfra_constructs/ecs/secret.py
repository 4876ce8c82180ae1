"""Secrets by reference: ECS hands the value to a container when it starts; Terraform never sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name

__all__ = ["ResolvedSecret", "Secret", "resolve_secrets"]


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A secret that exists, by `name` (looked up) or by `arn` (a token of another stack, say): exactly one.

    json_key: the member wanted of a secret that holds a JSON object; the whole text by default.
    """

    name: str | None = None
    arn: str | None = None
    json_key: str | None = None

    def __post_init__(self) -> None:
        """Refuse neither and both. Raises ConstructError."""
        if (self.name is None) == (self.arn is None):
            raise ConstructError(f"a secret has either a name or an ARN, not {self!r}")


@dataclass(frozen=True, kw_only=True)
class ResolvedSecret:
    """A secret with its ARN, and what ECS calls the part of it that is wanted."""

    arn: str
    value_from: str


def resolve_secrets(scope: Construct, key: str, secrets: Mapping[str, Secret]) -> dict[str, ResolvedSecret]:
    """Resolve secrets by variable; those with a name become `data.aws_secretsmanager_secret.KEY_VARIABLE`."""
    return {variable: _resolve(scope, key, variable, secrets[variable]) for variable in sorted(secrets)}


def _resolve(scope: Construct, key: str, variable: str, secret: Secret) -> ResolvedSecret:
    arn = secret.arn
    if arn is None:
        name = terraform_name(key, variable.lower())
        arn = aws.data.SecretsmanagerSecret(scope, name, name=secret.name).arn
    return ResolvedSecret(arn=arn, value_from=f"{arn}:{secret.json_key}::" if secret.json_key else arn)

"""Secrets that a task cannot read where it runs, or where it would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.arn import Arn
from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import SecretSource
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "keys_are_in_the_region",
    "parameters_are_of_the_account",
    "secrets_are_in_the_partition",
    "secrets_can_be_decrypted",
    "secrets_outlive_their_region",
]


def secrets_are_in_the_partition(scope: Scope) -> Iterator[Finding]:
    """Refuse secrets and keys of another partition, where no role of this one may read."""
    home = partition(scope.environment.region)
    for path, source in _sources(scope):
        for arn in (source.arn, Arn.of(source.kms_key or "")):
            if arn and arn.partition != home:
                expected = f"an ARN of the partition {home}, which begins with arn:{home}:"
                related = (scope.at("region"),)
                yield Finding(path, expected, f"one of {arn.partition}", "copy the secret there", related)


def parameters_are_of_the_account(scope: Scope) -> Iterator[Finding]:
    """Refuse parameters of another account, which ECS does not read."""
    # https://github.com/awsdocs/amazon-ecs-developer-guide/issues/167 and aws/containers-roadmap#2384
    own = scope.environment.account
    for path, source in _sources(scope):
        if source.parameter and source.arn and source.arn.account != own:
            hint = "copy the value, or keep it in Secrets Manager, whose secrets other accounts may read"
            found, related = f"one of account {source.arn.account}", (scope.at("account"),)
            yield Finding(path, f"a parameter of account {own}: ECS reads no other", found, hint, related)


def secrets_can_be_decrypted(scope: Scope) -> Iterator[Finding]:
    """Demand the key of another account's secret: the default key of one serves no other."""
    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
    for path, source in _sources(scope):
        foreign = source.secret and source.arn and source.arn.account != scope.environment.account
        if foreign and source.kms_key is None:
            hint = "encrypt it with a customer key whose policy admits this account, and name that key here"
            expected = "`kms_key` beside a secret of another account, which cannot use the default key of that one"
            yield Finding(path, expected, "none", hint, (scope.at("account"),))


def keys_are_in_the_region(scope: Scope) -> Iterator[Finding]:
    """Demand that a secret's key lies in the secret's own region, as KMS has it."""
    for path, source in _sources(scope):
        region = source.arn.region if source.arn else scope.environment.region
        key = Arn.of(source.kms_key or "")
        if key and key.region != region:
            yield Finding((*path, "kms_key"), f"a key of {region}, as the secret", f"one of {key.region}")


def secrets_outlive_their_region(scope: Scope) -> Iterator[Finding]:
    """Refuse what ties a secret to a region for whose loss services stand ready elsewhere.

    When they take over, what was left behind cannot be read.
    """
    plan, region = scope.environment.disaster_recovery, scope.environment.region
    if plan is None or plan.prepared_network is None:
        return
    for path, source in _sources(scope):
        related = (scope.at("disaster_recovery"), scope.at("region"))
        if source.arn and source.arn.region == region:
            expected = f"a name, or an ARN of another region than {region}"
            hint = (
                f"tasks in {plan.region} cannot read it when {region} is lost; a name is that of each region's own copy"
            )
            yield Finding(path, expected, "an ARN", hint, related)
        elif source.arn is None and source.kms_key:
            hint = f"the copy in {plan.region} has a key of that region; without it, any key of the account may be used"
            yield Finding((*path, "kms_key"), f"no key of {region} beside a name", hint=hint, related=related)


def _sources(scope: Scope) -> Iterator[tuple[Path, SecretSource]]:
    for key, service in scope.environment.services.items():
        for variable, source in service.stored_secrets.items():
            yield scope.at("services", key, "secrets", variable), source

"""Permissions of ECS to hand secrets to a container: to read these alone, and use their keys for nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from relinfra_constructs.ecs.secret import ResolvedSecret, Store
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement

__all__ = ["secret_statements"]

_READ: Mapping[Store, tuple[str, str]] = {
    "secretsmanager": ("ReadSecrets", "secretsmanager:GetSecretValue"),
    "ssm": ("ReadParameters", "ssm:GetParameters"),
}
_DECRYPT: Mapping[Store, tuple[str, str]] = {
    "secretsmanager": ("DecryptSecrets", "SecretARN"),
    "ssm": ("DecryptParameters", "PARAMETER_ARN"),
}
"""Of each store, what it tells KMS about what it decrypts (the encryption context).

https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html and
https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
"""


def secret_statements(secrets: Sequence[ResolvedSecret], placement: Placement) -> Iterator[Statement]:
    """Yield the statements of an execution role for `secrets`, whichever store, region and key they have."""
    for store, (sid, action) in _READ.items():
        arns = list(dict.fromkeys(secret.arn for secret in secrets if secret.store == store))
        if arns:
            yield Statement(sid=sid, actions=[action], resources=arns)
            yield from _decrypt(store, [secret for secret in secrets if secret.store == store], placement)


def _decrypt(store: Store, secrets: Sequence[ResolvedSecret], placement: Placement) -> Iterator[Statement]:
    """Yield a statement for those without a named key, and one for each region whose secrets name theirs."""
    unnamed = [secret for secret in secrets if secret.kms_key_arn is None]
    named = sorted((secret for secret in secrets if secret.kms_key_arn), key=_region)
    sid, _ = _DECRYPT[store]
    for region, found in _by_region(unnamed):
        there = placement.in_region(region)
        suffix = "" if region == placement.region else _camel(region)
        yield _use(f"{sid}{suffix}", store, [there.arn("kms", "key/*")], found, there)
    for region, found in _by_region(named):
        keys = list(dict.fromkeys(secret.kms_key_arn for secret in found if secret.kms_key_arn))
        suffix = "" if region == placement.region else _camel(region)
        yield _use(f"{sid}ByKey{suffix}", store, keys, found, placement.in_region(region))


def _use(
    sid: str, store: Store, keys: Sequence[str], secrets: Sequence[ResolvedSecret], placement: Placement
) -> Statement:
    context = f"kms:EncryptionContext:{_DECRYPT[store][1]}"
    arns = list(dict.fromkeys(secret.arn for secret in secrets))
    return Statement(
        sid=sid,
        actions=["kms:Decrypt"],
        resources=keys,
        conditions={"StringEquals": {"kms:ViaService": placement.through(store), context: arns}},
    )


def _by_region(secrets: Sequence[ResolvedSecret]) -> list[tuple[str, list[ResolvedSecret]]]:
    return [(region, list(found)) for region, found in groupby(sorted(secrets, key=_region), key=_region)]


def _region(secret: ResolvedSecret) -> str:
    return secret.region


def _camel(region: str) -> str:
    return "".join(part.capitalize() for part in region.split("-"))

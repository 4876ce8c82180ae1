"""Quotas and limits of AWS that are told only at apply, and what an environment uses of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.matrix.failover import region_domains
from relinfra.matrix.models import Shifting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Environment, Service
    from relinfra.matrix.models.secret import SecretSource
    from relinfra.reading.problems import Path

__all__ = ["Quota", "quotas"]

_LINE = 24
"""Quotes, colons and keys of a variable in a container definition: `{"name":"","value":""},`."""
_OWN_POLICY = 1_400
"""Room for what an execution role may do beside reading secrets: images, logs, the key of secrets."""
_OWN_DEFINITION = 6_144
"""Room for all else in a task definition: containers beside the application's, logs, the names of roles."""
_SUFFIX = len("-??????")
_QUOTED = len('"",')
_MANAGED = "rds!cluster-00000000-0000-0000-0000-000000000000"
_OWN_VARIABLES = 4
"""Of each database a service is told host, port, name and where readers answer."""


@dataclass(frozen=True)
class Quota:
    """So many of something in one place of the matrix, and how many AWS takes: more if asked where it is `adjustable`.

    `path` leads, below the environment, to what uses it.
    """

    name: str
    used: int
    limit: int
    adjustable: bool
    path: Path = ()

    @property
    def kept(self) -> bool:
        """Whether AWS would take it without being asked."""
        return self.used <= self.limit


def quotas(environment: Environment) -> Iterator[Quota]:
    """Yield what an environment in one region uses, its load balancer first; sizes are estimates."""
    answering = [service for service in environment.services.values() if service.public]
    shifting = [service for service in answering if isinstance(service.deployment, Shifting)]
    tested = [
        service for service in shifting if isinstance(service.deployment, Shifting) and service.deployment.test_port
    ]
    if answering:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
        yield Quota("target groups of the load balancer", len(answering) + len(shifting), 100, True)
        yield Quota("rules of the load balancer", len(answering) + len(tested), 100, True)
        names = {service.domain.name for service in answering if service.domain}
        certified = len(names) + len(region_domains(environment))
        yield Quota("certificates of the load balancer beside its first", certified - 1, 25, True)
    for key, service in environment.services.items():
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        yield Quota(
            "characters of the policy that reads secrets",
            _policy(environment, service),
            10_240,
            False,
            ("services", key, "secrets"),
        )
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
        yield Quota("bytes of the task definition", _definition(environment, service), 65_536, False, ("services", key))


def _arn(environment: Environment, source: SecretSource) -> int:
    named = source.secret or source.parameter or ""
    if source.arn:
        return len(named)
    name = _MANAGED if source.database else named
    return len(f"arn:aws-us-gov:secretsmanager:{environment.region}:{environment.account}:secret:{name}") + _SUFFIX


def _held(service: Service) -> dict[str, SecretSource]:
    """Return the secrets that a service is given: a login by IAM has none."""
    return {variable: source for variable, source in service.secrets.items() if not source.login}


def _policy(environment: Environment, service: Service) -> int:
    # A key or another parameter of the same secret is no second resource; each key of KMS is one.
    read = {(source.secret, source.parameter): _arn(environment, source) for source in _held(service).values()}
    keys = {source.kms_key for source in _held(service).values() if source.kms_key}
    return _OWN_POLICY + sum(length + _QUOTED for length in (*read.values(), *(2 * len(key) for key in keys)))


def _definition(environment: Environment, service: Service) -> int:
    plain = sum(_LINE + len(name) + len(value.encode()) for name, value in service.environment.items())
    given = sum(_OWN_VARIABLES * (_LINE + len(name) + 100) for name in service.database_variables)
    secret = sum(_LINE + len(name) + _arn(environment, one) for name, one in _held(service).items())
    return _OWN_DEFINITION + plain + given + secret

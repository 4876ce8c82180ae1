"""The environments as they were called before keys were renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from relinfra.matrix.models.formerly import former_keys
from relinfra.matrix.models.secret import DATABASE_SECRET
from relinfra.reading.table import FrozenMapping

if TYPE_CHECKING:
    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Egress, Environment, Ingress, SecretSource, Service
    from relinfra.reading.model import Model

    Entry = TypeVar("Entry", bound=Model)
    Checked = TypeVar("Checked", bound=MatrixContent)

__all__ = ["FormerKeys", "former_environment", "former_matrix", "is_renamed"]

Keys = Mapping[str, str]


@dataclass(frozen=True)
class FormerKeys:
    """The former keys of an environment in one region by the present ones, by what they are keys of."""

    services: Keys
    databases: Keys
    buckets: Keys

    @classmethod
    def of(cls, environment: Environment) -> FormerKeys:
        """Return those of an environment."""
        tables = (environment.services, environment.databases, environment.buckets)
        return cls(*map(former_keys, tables))

    @property
    def all(self) -> Keys:
        """Every former key by the present one."""
        return {**self.buckets, **self.databases, **self.services}


def is_renamed(matrix: MatrixContent) -> bool:
    """Whether any key of an environment on AWS was another one before."""
    return any(FormerKeys.of(found.environment).all for found in matrix.regional_environments())


def former_matrix(matrix: Checked) -> Checked:
    """Return a matrix whose environments on AWS have the keys that were there before."""
    environments = {
        name: former_environment(environment) if environment.target == "aws" else environment
        for name, environment in matrix.environments.items()
    }
    return matrix.model_copy(update={"environments": FrozenMapping(environments)})


def former_environment(environment: Environment) -> Environment:
    """Return an environment in which every key, and whatever refers to one, is what it was before it was renamed."""
    former = FormerKeys.of(environment)
    services = {key: _referring(service, former) for key, service in environment.services.items()}
    regions = {region: former_environment(one) for region, one in environment.regions.items()}
    update = {
        "services": _rekeyed(services, former.services),
        "databases": _rekeyed(environment.databases, former.databases),
        "buckets": _rekeyed(environment.buckets, former.buckets),
        "regions": FrozenMapping(regions),
        # They name addresses of today.
        "overrides": FrozenMapping({}),
    }
    return environment.model_copy(update=update)


def _rekeyed(table: Mapping[str, Entry], former: Keys) -> FrozenMapping[str, Entry]:
    return FrozenMapping(
        {former.get(key, key): entry.model_copy(update={"formerly": None}) for key, entry in table.items()}
    )


def _referring(service: Service, former: FormerKeys) -> Service:
    called = tuple(former.services.get(key, key) for key in service.connect.to)
    router = service.log_router
    if router and router.bucket:
        router = router.model_copy(update={"bucket": former.buckets.get(router.bucket, router.bucket)})
    update = {
        "connect": service.connect.model_copy(update={"to": called}),
        "buckets": tuple(former.buckets.get(key, key) for key in service.buckets),
        "secrets": FrozenMapping({name: _secret(one, former.databases) for name, one in service.secrets.items()}),
        "log_router": router,
        "egress": tuple(_way(way, "to", former.services) for way in service.egress),
        "ingress": tuple(_way(way, "origin", former.services) for way in service.ingress),
    }
    return service.model_copy(update=update)


def _secret(source: SecretSource, former: Keys) -> SecretSource:
    if source.database is None or source.database not in former:
        return source
    return source.model_copy(update={"secret": f"{DATABASE_SECRET}{former[source.database]}"})


def _way(way: Egress | Ingress, field: str, former: Keys) -> Egress | Ingress:
    return way.model_copy(update={field: former[way.peer]}) if way.peer in former else way

"""The environment as it stands ready in the recovery region."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from relinfra.matrix import ColdStandby, Standby, WarmStandby
from relinfra.matrix.models.strategies import standing_by
from relinfra.matrix.values.regions import dns_suffix
from relinfra.reading.table import FrozenMapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Database, Environment, Observability, Service
    from relinfra.matrix.models.disaster_recovery import RecoveryNetwork
    from relinfra.matrix.models.log_router import LogRouter

__all__ = ["restored_environment", "standby_databases", "standby_environment", "standby_region"]


def standby_region(environment: Environment) -> str | None:
    """Return the region in which databases follow those of an environment, None where none does."""
    plan = environment.disaster_recovery
    return plan.region if isinstance(plan, Standby) and environment.databases else None


def standby_environment(environment: Environment, plan: Standby) -> Environment:
    """Return what stands in the recovery region: the same services in another network, with fewer tasks or none."""
    services = {key: _standby(service, environment.region, plan) for key, service in environment.services.items()}
    update = {
        "services": FrozenMapping(services),
        "databases": FrozenMapping(standby_databases(environment.databases)),
    }
    return _elsewhere(environment, plan.region, plan.network).model_copy(update=update)


def restored_environment(environment: Environment, plan: ColdStandby, network: RecoveryNetwork) -> Environment:
    """Return what is brought up in the recovery region on the day: all that runs at home, in another network."""
    home, away = environment.region, plan.region
    services = {key: _in_region(service, home, away) for key, service in environment.services.items()}
    # A snapshot of a week is of use where the year is spent; days are covered by backups of their own.
    databases = {key: one.model_copy(update={"weekly_snapshots_kept": 0}) for key, one in environment.databases.items()}
    update = {"services": FrozenMapping(services), "databases": FrozenMapping(databases)}
    return _elsewhere(environment, away, network).model_copy(update=update)


def _elsewhere(environment: Environment, region: str, network: RecoveryNetwork) -> Environment:
    own = environment.network.model_copy(update={"cidr": network.cidr, "existing": None})
    # A budget counts all regions of an account.
    update = {"region": region, "network": own, "observability": _watching(environment, region), "budget": None}
    return environment.model_copy(update=update)


def standby_databases(databases: Mapping[str, Database]) -> dict[str, Database]:
    """Return the databases that follow: one instance each, without readers of its own."""
    return {key: database.model_copy(update={"readers": None}) for key, database in databases.items()}


def _standby(service: Service, region: str, plan: Standby) -> Service:
    bounds = service.scaling
    # A schedule would start what is not to run before the region takes over.
    fewest = _tasks(service, plan)
    scaling = bounds.model_copy(update={"min": fewest, "max": bounds.most, "schedules": ()})
    return _in_region(service, region, plan.region).model_copy(update={"scaling": scaling})


def _in_region(service: Service, region: str, recovery_region: str) -> Service:
    update = {
        "image": _image_in(service.image, region, recovery_region),
        "log_router": _router(service, region, recovery_region),
        "deployment": standing_by(service.deployment),
        # Nobody is led there: what asks the public name would ask the region that this one stands in for.
        "synthetics": None,
        # Data that follows gets its schema from the region it follows.
        "migration": None,
    }
    return service.model_copy(update=update)


def _router(service: Service, region: str, recovery_region: str) -> LogRouter | None:
    router = service.log_router
    if router is None or router.image is None:
        return router
    return router.model_copy(update={"image": _image_in(router.image, region, recovery_region)})


def _watching(environment: Environment, region: str) -> Observability:
    watched = environment.observability
    if watched.collector_image is None:
        return watched
    return watched.model_copy(
        update={"collector_image": _image_in(watched.collector_image, environment.region, region)}
    )


def _tasks(service: Service, plan: Standby) -> int:
    """Return how many tasks run there: none of a worker that could write what it works on nowhere but to a replica."""
    if not isinstance(plan, WarmStandby) or (service.worker and service.databases):
        return 0
    return ceil(service.scaling.min * plan.capacity_percent / 100)


def _image_in(image: str, region: str, recovery_region: str) -> str:
    """Return an image of the lost region's ECR by its name in the other: nobody could pull it from there."""
    registry, separator, repository = image.partition("/")
    if not registry.endswith(f".dkr.ecr.{region}.{dns_suffix(region)}"):
        return image
    return registry.replace(f".ecr.{region}.", f".ecr.{recovery_region}.") + separator + repository

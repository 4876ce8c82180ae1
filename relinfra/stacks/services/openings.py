"""The ways in and out of services that the matrix asks for, each opened at both of our ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra_constructs.ecs.opening import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relinfra.matrix import Opening as Asked
    from relinfra.matrix import Service
    from relinfra_constructs.ecs.ecs_service import FargateService

__all__ = ["open_ways", "opened", "openings_of"]


def openings_of(service: Service) -> Iterator[Asked]:
    """Yield the ways out of a service's tasks, then those in."""
    yield from service.egress
    yield from service.ingress


def opened(asked: Asked, peer: str = "", security_group_id: str | None = None) -> Opening:
    """Return a way as the matrix says; with a `peer`, the same way as that one's other end sees it."""
    first, last = asked.ports
    inward = (asked.direction == "ingress") != bool(peer)
    return Opening(
        direction="ingress" if inward else "egress",
        peer=peer or asked.peer,
        first_port=first,
        last_port=last,
        why=asked.why,
        protocol=asked.protocol,
        security_group_id=security_group_id,
    )


def open_ways(services: Mapping[str, Service], made: Mapping[str, FargateService]) -> None:
    """Open every way of the services that were `made`: between two of them, at both ends."""
    for key, service in services.items():
        for asked in openings_of(service):
            other = made[asked.service] if asked.service else None
            made[key].open(opened(asked, security_group_id=other.security_group_id if other else None))
            if other:
                other.open(opened(asked, key, made[key].security_group_id))

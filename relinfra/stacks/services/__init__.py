"""The services of an environment: one builder makes a service of the matrix, part by part.

`ServiceBuilder.build` is where a service is put together; each part of it has a module here.
"""

from __future__ import annotations

from relinfra.stacks.services.builder import ServiceBuilder
from relinfra.stacks.services.connections import Connections
from relinfra.stacks.services.data import GivenData, ServiceBucket, ServiceData
from relinfra.stacks.services.ground import ServiceGround

__all__ = ["Connections", "GivenData", "ServiceBucket", "ServiceBuilder", "ServiceData", "ServiceGround"]

"""Partitions of AWS: how ARNs, DNS names and service principals differ in China, GovCloud and the sovereign clouds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from relinfra_constructs.props import Props

__all__ = ["Partition", "partition"]

_TABLE = Path(__file__).with_name("partitions.json")


class Partition(Props):
    """One partition, as `scripts/generate_partitions.py` tells it.

    name: what ARNs call it, such as `aws-cn`.
    dns_suffix: the end of its host names, such as `amazonaws.com.cn`.
    audience: for whom GitHub's tokens are issued.
    region_pattern: what the names of its regions look like.
    principals: service principals that are not `SERVICE.amazonaws.com`, with `{region}` where they carry one.
    endpoint_prefix: how the names of `prefixed_endpoints` begin, where others begin with `com.amazonaws`.
    """

    name: str
    dns_suffix: str
    audience: str
    region_pattern: str
    principals: Mapping[str, str]
    endpoint_prefix: str
    prefixed_endpoints: frozenset[str]

    def service_principal(self, service: str, region: str) -> str:
        """Return how policies name a service in a region: `ecs-tasks.amazonaws.com`, `logs.us-east-1.amazonaws.com`."""
        return self.principals.get(service, f"{service}.amazonaws.com").replace("{region}", region)

    def endpoint_service(self, service: str, region: str) -> str:
        """Return the name of an interface endpoint's service: `com.amazonaws.us-east-1.ecr.api`."""
        prefix = self.endpoint_prefix if service in self.prefixed_endpoints else "com.amazonaws"
        return f"{prefix}.{region}.{service}"


def partition(region: str) -> Partition:
    """Return the partition of a region, by what the region's name looks like: `aws` where no other fits."""
    partitions = _partitions()
    return next((each for each in partitions.values() if re.match(each.region_pattern, region)), partitions["aws"])


@cache
def _partitions() -> Mapping[str, Partition]:
    table = json.loads(_TABLE.read_text())["partitions"]
    return {
        name: Partition(**{**found, "name": name, "prefixed_endpoints": frozenset(found["prefixed_endpoints"])})
        for name, found in table.items()
    }

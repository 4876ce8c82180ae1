"""The network: its range, its zones and its ways out."""

from __future__ import annotations

from relinfra.evidence.deployment import Deployment
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect"]


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the facts of `aws_vpc.main` and what hangs on it."""
    vpc = deployment.get("aws_vpc.main")
    if vpc is None:
        found = deployment.get("data.aws_vpc.main")
        sheet.at("network", "network").take("existing", found and found.at("id"), asked="existing.vpc_id")
        return
    owner = deployment.output.stacks[vpc.stack]
    network = sheet.at("network", "network")
    network.take("cidr", vpc.at("cidr_block"), asked="cidr")
    private = [subnet for subnet in owner.find("aws_subnet") if subnet.name.startswith("private_")]
    zones = [zone for subnet in private if (zone := subnet.at("availability_zone"))]
    if zones:
        distinct = len({str(zone.value) for zone in zones})
        network.add("zones", distinct, *zones, unit="zones", how="count_distinct", asked="azs")
    for name, type_, asked in (
        ("nat_gateways", "aws_nat_gateway", "nat"),
        ("endpoints", "aws_vpc_endpoint", ""),
    ):
        network.add(name, len(owner.find(type_)), owner.count(type_), unit=name, how="count", asked=asked)
    interfaces = [kind for one in owner.find("aws_vpc_endpoint") if (kind := one.at("vpc_endpoint_type"))]
    paid = [kind for kind in interfaces if kind.text == "Interface"]
    if paid:
        network.add("interface_endpoints", len(paid), *paid, unit="endpoints", how="count")
    for log in owner.find("aws_flow_log"):
        group = deployment.output.follow_one(log.at("log_destination"), "aws_cloudwatch_log_group")
        days = group and group.at("retention_in_days")
        network.take("flow_log_days", days, number, unit="days", asked="flow_logs")

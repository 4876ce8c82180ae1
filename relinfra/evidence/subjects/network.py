"""The network: its range, its zones and its ways out."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.network import Network
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the facts of `aws_vpc.main` and what hangs on it."""
    vpc = stage.get("aws_vpc.main")
    if vpc is None:
        found = stage.get("data.aws_vpc.main")
        recorder.at(Stage.network, "network").take(Network.existing, found and found.at("id"))
        return
    owner = stage.output.stacks[vpc.stack]
    network = recorder.at(Stage.network, "network")
    network.read(vpc)
    private = [subnet for subnet in owner.find("aws_subnet") if subnet.name.startswith("private_")]
    zones = [zone for subnet in private if (zone := subnet.at("availability_zone"))]
    if zones:
        distinct = len({str(zone.value) for zone in zones})
        network.add(Network.zones, distinct, *zones, how="count_distinct")
    for field, type_ in ((Network.nat_gateways, "aws_nat_gateway"), (Network.endpoints, "aws_vpc_endpoint")):
        network.add(field, len(owner.find(type_)), owner.count(type_), how="count")
    interfaces = [kind for one in owner.find("aws_vpc_endpoint") if (kind := one.at("vpc_endpoint_type"))]
    paid = [kind for kind in interfaces if kind.text == "Interface"]
    if paid:
        network.add(Network.interface_endpoints, len(paid), *paid, how="count")
    for log in owner.find("aws_flow_log"):
        traffic = log.at("traffic_type")
        if traffic is None or traffic.text != "ALL":
            continue
        group = stage.output.follow_one(log.at("log_destination"), "aws_cloudwatch_log_group")
        days = group and group.at("retention_in_days")
        network.take(Network.flow_log_days, days)

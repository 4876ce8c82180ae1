"""A network somebody else owns is looked up, checked and used like one of ours."""

from dataclasses import replace

from relinfra_constructs.cdk import TerraformOutput, TerraformStack
from relinfra_constructs.networking.existing_network import ExistingNetwork, ExistingNetworkProps
from tests.support import addresses, synthesize

PROPS = ExistingNetworkProps(
    vpc_id="vpc-0a1b2c3d",
    public_subnet_ids=["subnet-1", "subnet-2"],
    private_subnet_ids=["subnet-3", "subnet-4"],
)


def build(stack: TerraformStack) -> None:
    """Fill a stack with a network that is there already."""
    ExistingNetwork(stack, "network", PROPS)


def test_nothing_is_created() -> None:
    """Only data sources: the network belongs to somebody else."""
    assert addresses(synthesize(build)) == [
        "data.aws_subnet.private_1",
        "data.aws_subnet.private_2",
        "data.aws_subnet.public_1",
        "data.aws_subnet.public_2",
        "data.aws_vpc.main",
    ]


def test_a_database_learns_the_zones_of_its_subnets() -> None:
    """Whoever made them: an instance of a cluster is placed by zone."""
    found: list[str] = []

    def zones(stack: TerraformStack) -> None:
        props = replace(PROPS, database_subnet_ids=["subnet-5", "subnet-6"])
        found.extend(ExistingNetwork(stack, "network", props).database_zones)
        TerraformOutput(stack, "zones", value=found)

    assert synthesize(zones)["output"]["zones"]["value"] == [
        "${data.aws_subnet.database_1.availability_zone}",
        "${data.aws_subnet.database_2.availability_zone}",
    ]


def test_a_subnet_of_another_vpc_is_not_found() -> None:
    """The look-up asks for the subnet in that VPC, so a wrong id fails at plan."""
    subnet = synthesize(build)["data"]["aws_subnet"]["private_1"]
    assert (subnet["id"], subnet["vpc_id"]) == ("subnet-3", "${data.aws_vpc.main.id}")

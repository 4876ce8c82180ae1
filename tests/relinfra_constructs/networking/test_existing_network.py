"""A network somebody else owns is looked up, checked and used like one of ours."""

from relinfra_constructs.cdk import TerraformStack
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


def test_a_subnet_of_another_vpc_is_not_found() -> None:
    """The look-up asks for the subnet in that VPC, so a wrong id fails at plan."""
    subnet = synthesize(build)["data"]["aws_subnet"]["private_1"]
    assert (subnet["id"], subnet["vpc_id"]) == ("subnet-3", "${data.aws_vpc.main.id}")

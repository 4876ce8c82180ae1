"""Outputs between stacks give the attribute that they are named after."""

from __future__ import annotations

from tests.relinfra_policies.conftest import Judge

VPC = {"vpc": {"cidr_block": "10.0.0.0/16"}, "other": {"cidr_block": "10.1.0.0/16"}}


def test_an_output_is_the_attribute_of_its_name(judge: Judge) -> None:
    """Not a text, not another resource of the same type, not another attribute; outputs of a team's own are free."""
    values = {
        "cross-stack-output-aws_vpcvpcid": "${aws_vpc.vpc.id}",
        "cross-stack-output-aws_vpcvpccidr_block": "${aws_vpc.vpc.cidr_block}",
        "cross-stack-output-aws_vpcotherid": "vpc-0a1b2c",
        "cross-stack-output-aws_vpcotherarn": "${aws_vpc.vpc.arn}",
        "cross-stack-output-aws_vpcgoneid": "${aws_vpc.gone.id}",
        "vpc": "vpc-0a1b2c",
    }

    passed, failed = judge(
        "CKV_RELINFRA_165",
        resource={"aws_vpc": VPC},
        output={name: {"value": value} for name, value in values.items()},
    )

    assert passed == {f"output.cross-stack-output-aws_vpcvpc{one}" for one in ("id", "cidr_block")}
    assert failed == {
        "output.cross-stack-output-aws_vpcotherid",
        "output.cross-stack-output-aws_vpcotherarn",
        "output.cross-stack-output-aws_vpcgoneid",
    }

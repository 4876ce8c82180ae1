"""A record of every connection in a VPC, encrypted, in CloudWatch Logs."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["FlowLogs", "FlowLogsProps"]


class FlowLogsProps(Props):
    """Props of flow logs: the VPC, and the days its log is kept.

    name: physical name prefix; the log group is `/aws/vpc/NAME/flow-logs`.
    placement: account and region of the VPC.
    vpc_id: the VPC.
    retention_days: how long records are kept, one of the values CloudWatch Logs offers.
    """

    name: str
    placement: Placement
    vpc_id: str
    retention_days: int


class FlowLogs(Construct):
    """Accepted and rejected traffic of a VPC, minute by minute. Outputs: `log_group_name`, `key_arn`."""

    def __init__(self, scope: Construct, id: str, props: FlowLogsProps) -> None:
        super().__init__(scope, id)
        self.log_group_name = f"/aws/vpc/{props.name}/flow-logs"
        key = EncryptionKey(
            self,
            "key",
            EncryptionKeyProps(
                name=f"{props.name}-network",
                terraform_name="network",
                description=f"Flow logs of {props.name}",
                placement=props.placement,
                services=[logs_service(props.placement, self.log_group_name)],
            ),
        )
        self.key_arn: str = key.arn
        group = aws.CloudwatchLogGroup(
            self,
            "flow_logs",
            name=self.log_group_name,
            retention_in_days=props.retention_days,
            kms_key_id=key.arn,
        )
        aws.FlowLog(
            self,
            "main",
            vpc_id=props.vpc_id,
            traffic_type="ALL",
            max_aggregation_interval=60,
            log_destination=group.arn,
            iam_role_arn=self._role(props).arn,
            tags={"Name": props.name},
        )

    def _role(self, props: FlowLogsProps) -> aws.IamRole:
        group_arn = props.placement.arn("logs", f"log-group:{self.log_group_name}")
        return service_role(
            self,
            "flow_logs",
            physical_name=f"{props.name}-flow-logs",
            placement=props.placement,
            service="vpc-flow-logs",
            source_account=props.placement.account,
            source_arn=props.placement.arn("ec2", "vpc-flow-log/*"),
            statements=[
                Statement(
                    actions=["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    resources=[group_arn, f"{group_arn}:*"],
                ),
                Statement(
                    # Lists groups, so AWS checks it against all of them; it reads no record.
                    actions=["logs:DescribeLogGroups"],
                    resources=[props.placement.arn("logs", "log-group:*")],
                ),
            ],
        )

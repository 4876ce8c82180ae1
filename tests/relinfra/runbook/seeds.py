"""What the stacks would have made, put into the emulator from the synthesized Terraform."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from relinfra.evidence import Resource, read_output
from tests.relinfra.runbook.emulator import TASKS, Emulator

REGION, RECOVERY = "eu-west-1", "eu-west-2"


class Seeds:
    """The resources of production, by type: those of its own region, or those that stand by in another."""

    def __init__(self, aws: Emulator, output: Path, region: str = REGION) -> None:
        self.aws = aws
        self.path = output
        self.output = read_output(output)
        self.region = region

    def each(self, type_: str) -> Iterator[Resource]:
        """Yield the resources of a type in the stacks of production."""
        for name, stack in self.output.stacks.items():
            if "production" in name and ("-recovery-" in name) == (self.region == RECOVERY):
                yield from stack.find(type_)

    def first(self, type_: str, attribute: str) -> str:
        """Return an attribute of the first resource of a type."""
        return next(text(one, attribute) for one in self.each(type_))

    def service(self, *images: str, tasks: int = TASKS) -> list[str]:
        """Make the service `web` run the last of the images; return the task definitions, one an image."""
        ecs, balancers = self.aws.client("ecs", self.region), self.aws.client("elbv2", self.region)
        cluster, service = self.first("aws_ecs_cluster", "name"), self.first("aws_ecs_service", "name")
        ecs.create_cluster(clusterName=cluster)
        family = self.first("aws_ecs_task_definition", "family")
        definitions = [
            ecs.register_task_definition(
                family=family, containerDefinitions=[{"name": "web", "image": one, "memory": 512}]
            )
            for one in images
        ]
        arns = [one["taskDefinition"]["taskDefinitionArn"] for one in definitions]
        groups = self._groups(balancers)
        ecs.create_service(
            cluster=cluster,
            serviceName=service,
            taskDefinition=arns[-1],
            desiredCount=tasks,
            launchType="FARGATE",
            loadBalancers=[
                {"targetGroupArn": one, "containerName": "web", "containerPort": 8080} for one in groups[:1]
            ],
        )
        return arns

    def alarms(self) -> None:
        """Make every alarm, quiet."""
        cloudwatch = self.aws.client("cloudwatch", self.region)
        for one in self.each("aws_cloudwatch_metric_alarm"):
            name = text(one, "alarm_name")
            cloudwatch.put_metric_alarm(
                AlarmName=name,
                MetricName="m",
                Namespace="n",
                Statistic="Sum",
                Period=60,
                EvaluationPeriods=1,
                Threshold=1,
                ComparisonOperator="GreaterThanThreshold",
            )
            cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="seeded")

    def lock(self, stack: str) -> str:
        """Make the state's bucket, and the lock that an apply of a stack has left there; return its id."""
        s3, lock = self.aws.client("s3", self.region), "5f0c1d6e-0000-4000-8000-000000000001"
        location: Any = {"LocationConstraint": self.region}
        if not s3.list_buckets()["Buckets"]:
            s3.create_bucket(Bucket="acme-hello-tfstate", CreateBucketConfiguration=location)
        body = json.dumps(
            {"ID": lock, "Who": "runner@host", "Operation": "OperationTypeApply", "Created": "2026-01-31"}
        )
        s3.put_object(Bucket="acme-hello-tfstate", Key=f"hello/{stack}.tfstate.tflock", Body=body)
        return lock

    def secret(self, name: str) -> str:
        """Make a secret with a value; return its ARN."""
        made = self.aws.client("secretsmanager", self.region).create_secret(Name=name, SecretString="former")
        return str(made["ARN"])

    def scalable(self) -> None:
        """Let Application Auto Scaling hold the number of tasks."""
        scaling = self.aws.client("application-autoscaling", self.region)
        cluster, service = self.first("aws_ecs_cluster", "name"), self.first("aws_ecs_service", "name")
        scaling.register_scalable_target(
            ServiceNamespace="ecs",
            ScalableDimension="ecs:service:DesiredCount",
            ResourceId=f"service/{cluster}/{service}",
            MinCapacity=TASKS,
            MaxCapacity=TASKS * 2,
        )

    def instance(self, suffix: str = "") -> None:
        """Make the database as its stack does, as far as the emulator goes."""
        rds = self.aws.client("rds", self.region)
        one, group = next(self.each("aws_db_instance")), next(self.each("aws_db_parameter_group"))
        if not suffix:
            self._subnets(rds)
            rds.create_db_parameter_group(
                DBParameterGroupName=text(group, "name"), DBParameterGroupFamily=text(group, "family"), Description="d"
            )
        rds.create_db_instance(
            DBInstanceIdentifier=text(one, "identifier") + suffix,
            DBInstanceClass=text(one, "instance_class"),
            Engine=text(one, "engine"),
            AllocatedStorage=20,
            MasterUsername="postgres",
            ManageMasterUserPassword=True,
            DBParameterGroupName=text(group, "name"),
            DBSubnetGroupName="subnets",
            VpcSecurityGroupIds=[self._group()],
            BackupRetentionPeriod=7,
            DeletionProtection=True,
            MonitoringInterval=60,
            MonitoringRoleArn="arn:aws:iam::444444444444:role/monitoring",
            EnableCloudwatchLogsExports=["postgresql"],
        )

    def replica(self) -> None:
        """Make the database that follows the one at home, and tell how far it is behind."""
        identifier = self.first("aws_db_instance", "identifier")
        rds, group = (
            self.aws.client("rds", self.region),
            next(Seeds(self.aws, self.path).each("aws_db_parameter_group")),
        )
        rds.create_db_parameter_group(
            DBParameterGroupName=text(group, "name"), DBParameterGroupFamily=text(group, "family"), Description="d"
        )
        found = self.aws.client("rds", REGION).describe_db_instances()["DBInstances"][0]
        self._subnets(rds)
        rds.create_db_instance_read_replica(
            DBInstanceIdentifier=identifier,
            SourceDBInstanceIdentifier=found["DBInstanceArn"],
            DeletionProtection=True,
        )
        self.lag(identifier, 7)

    def lag(self, identifier: str, seconds: float) -> None:
        """Tell how far a replica is behind."""
        self.aws.client("cloudwatch", self.region).put_metric_data(
            Namespace="AWS/RDS",
            MetricData=[
                {
                    "MetricName": "ReplicaLag",
                    "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": identifier}],
                    "Value": seconds,
                    "Timestamp": datetime.now(UTC) - timedelta(minutes=1),
                }
            ],
        )

    def domain(self, balancer: str) -> None:
        """Make the zone, a private one of its name beside it, and the records that lead to a load balancer."""
        route53 = self.aws.client("route53", self.region)
        zone = next(text(one, "name") for one in self.each("data.aws_route53_zone"))
        made = route53.create_hosted_zone(Name=zone, CallerReference="public")["HostedZone"]["Id"]
        vpc = {"VPCRegion": self.region, "VPCId": "vpc-0123456789abcdef0"}
        private: Any = {"PrivateZone": True}
        route53.create_hosted_zone(Name=zone, CallerReference="private", VPC=vpc, HostedZoneConfig=private)
        alias = {"HostedZoneId": "Z1", "DNSName": balancer, "EvaluateTargetHealth": True}
        record = {"Name": self.first("aws_route53_record", "name"), "Type": "A", "AliasTarget": alias}
        changes: Any = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
        route53.change_resource_record_sets(HostedZoneId=made, ChangeBatch=changes)

    def balancer(self) -> str:
        """Make the load balancer; return its name in DNS."""
        ec2, balancers = self.aws.client("ec2", self.region), self.aws.client("elbv2", self.region)
        vpc = ec2.create_vpc(CidrBlock="10.3.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.3.{n}.0/24", AvailabilityZone=f"{self.region}{zone}")
            for n, zone in enumerate("ab")
        ]
        made = balancers.create_load_balancer(
            Name=self.first("aws_lb", "name"), Subnets=[one["Subnet"]["SubnetId"] for one in subnets]
        )
        return str(made["LoadBalancers"][0]["DNSName"])

    def check(self) -> str:
        """Make the health check that asks this region; return its id."""
        asked = next(text(one, "name") for one in self.each("aws_route53_record") if one.name.endswith("_region"))
        made = self.aws.client("route53", self.region).create_health_check(
            CallerReference=asked, HealthCheckConfig={"Type": "HTTPS", "FullyQualifiedDomainName": asked, "Port": 443}
        )
        return str(made["HealthCheck"]["Id"])

    def weekly(self) -> None:
        """Take a weekly snapshot of the database, and an older one that has failed."""
        rds, identifier = self.aws.client("rds", self.region), self.first("aws_db_instance", "identifier")
        made = rds.create_db_snapshot(DBSnapshotIdentifier="weekly", DBInstanceIdentifier=identifier)["DBSnapshot"]
        database = f"arn:aws:rds:{self.region}:444444444444:db:{identifier}"
        point = {"RecoveryPointArn": made["DBSnapshotArn"], "ResourceArn": database, "Status": "COMPLETED"}
        failed = {"RecoveryPointArn": "failed", "ResourceArn": database, "Status": "EXPIRED"}
        self.aws.replies.recovery_points = [
            {**failed, "CreationDate": self.aws.replies.now + 60},
            {**point, "CreationDate": self.aws.replies.now},
        ]

    def bucket(self) -> str:
        """Make the bucket, which keeps versions; return its name."""
        s3 = self.aws.client("s3", self.region)
        name = next(text(one, "bucket") for one in self.each("aws_s3_bucket") if one.name == "assets")
        location: Any = {"LocationConstraint": self.region}
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=location)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def replica_of_bucket(self) -> str:
        """Make the bucket of another region that objects are copied to; return its name."""
        stacks = [stack for name, stack in self.output.stacks.items() if name == "hello-production-recovery"]
        name = next(text(one, "bucket") for one in stacks[0].find("aws_s3_bucket") if one.name == "assets_replica")
        s3, location = self.aws.client("s3", self.region), {"LocationConstraint": self.region}
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=location)
        s3.put_object(Bucket=name, Key="written-meanwhile", Body=b"there")
        return name

    def carried(self, action: str, snapshot: str) -> None:
        """Let a snapshot lie here that was copied from another region."""
        rds = self.aws.client("rds", self.region)
        if action == "CopyDBSnapshot":
            name = self.first("aws_db_instance", "identifier")
            rds.create_db_snapshot(DBSnapshotIdentifier=snapshot, DBInstanceIdentifier=name)
        else:
            name = self.first("aws_rds_cluster", "cluster_identifier")
            rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier=snapshot, DBClusterIdentifier=name)

    def cluster(self) -> None:
        """Make the cluster and its instances."""
        rds = self.aws.client("rds", self.region)
        self._subnets(rds)
        one = next(self.each("aws_rds_cluster"))
        rds.create_db_cluster(
            DBClusterIdentifier=text(one, "cluster_identifier"),
            Engine=text(one, "engine"),
            MasterUsername="postgres",
            ManageMasterUserPassword=True,
            DBSubnetGroupName="subnets",
            BackupRetentionPeriod=7,
            DeletionProtection=True,
        )
        for member in self.each("aws_rds_cluster_instance"):
            rds.create_db_instance(
                DBInstanceIdentifier=text(member, "identifier"),
                DBClusterIdentifier=text(one, "cluster_identifier"),
                DBInstanceClass="db.serverless",
                Engine=text(member, "engine"),
            )

    def _group(self) -> str:
        """Make a security group that lets one other in; return its id."""
        ec2 = self.aws.client("ec2", self.region)
        vpc = ec2.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
        group = str(ec2.create_security_group(GroupName="database", Description="d", VpcId=vpc)["GroupId"])
        range_: Any = [{"CidrIp": "10.0.0.0/16"}]
        rule: Any = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": range_}
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        return group

    def _subnets(self, rds: Any) -> None:
        ec2 = self.aws.client("ec2", self.region)
        vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{n}.0/24", AvailabilityZone=f"{self.region}{zone}")
            for n, zone in enumerate("ab")
        ]
        ids = [one["Subnet"]["SubnetId"] for one in subnets]
        rds.create_db_subnet_group(DBSubnetGroupName="subnets", DBSubnetGroupDescription="d", SubnetIds=ids)

    def _groups(self, balancers: Any) -> list[str]:
        ec2 = self.aws.client("ec2", self.region)
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        arns = []
        for one in self.each("aws_lb_target_group"):
            made = balancers.create_target_group(
                Name=text(one, "name"), Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="ip"
            )
            arns.append(made["TargetGroups"][0]["TargetGroupArn"])
        if arns:
            targets = [{"Id": f"10.0.0.{10 + number}", "Port": 8080} for number in range(TASKS)]
            balancers.register_targets(TargetGroupArn=arns[0], Targets=targets)
        return arns


def text(resource: Resource, attribute: str) -> str:
    """Return an attribute that is text."""
    found = resource.at(attribute)
    assert found is not None
    assert isinstance(found.value, str)
    return found.value

"""Endpoint services: by which VPC endpoints tasks reach AWS where nothing else leads there.

The names are AWS's, as aws-cdk's `InterfaceVpcEndpointAwsService` has them (read on 2026-11-27):
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html. A service that stands in
neither table has no endpoint that is known here; `network.endpoints` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["GATEWAYS", "PULL", "SESSION", "endpoint_services"]

GATEWAYS = frozenset({"dynamodb", "s3"})
"""The services that every network of ours has a gateway to, which needs no interface endpoint."""
PULL = frozenset({"ecr.api", "ecr.dkr", "s3"})
"""https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"""
SESSION = frozenset({"kms", "ssmmessages"})
"""The agent of a session opens its channel and decrypts it with the key itself.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
"""
_NAMES = """
    acm acm-pca application-autoscaling athena autoscaling backup batch cloudformation cloudtrail codebuild
    codedeploy codepipeline cognito-identity cognito-idp comprehend config dataexchange datasync datazone dms
    dynamodb ec2 ecs eks elasticache elasticfilesystem elasticloadbalancing elasticmapreduce emr-containers
    emr-serverless entityresolution events execute-api fis forecast frauddetector fsx glue guardduty healthlake
    inspector2 kafka kendra kms lakeformation lambda logs macie2 mediaconnect mq neptune-graph personalize pi
    pipes polly ram rds rds-data redshift redshift-data redshift-serverless rekognition resource-groups s3
    secretsmanager securityhub servicediscovery sns sqs ssm ssm-contacts ssm-incidents ssmmessages states sts
    swf synthetics textract transcribe transfer translate verifiedpermissions workmail xray
"""
_SAME = frozenset(_NAMES.split())
"""IAM prefixes that are the endpoint's name too."""
_OTHER: Mapping[str, frozenset[str]] = {
    "appconfig": frozenset({"appconfig", "appconfigdata"}),
    "aps": frozenset({"aps-workspaces"}),
    "bedrock": frozenset({"bedrock", "bedrock-runtime"}),
    "cloudwatch": frozenset({"monitoring"}),
    "ecr": frozenset({"ecr.api", "ecr.dkr"}),
    "firehose": frozenset({"kinesis-firehose"}),
    "iot": frozenset({"iot.data"}),
    "kinesis": frozenset({"kinesis-streams"}),
    "mobiletargeting": frozenset({"pinpoint"}),
    "sagemaker": frozenset({"sagemaker.api", "sagemaker.runtime"}),
    "ses": frozenset({"email"}),
    "sms-voice": frozenset({"pinpoint-sms-voice-v2"}),
}
_UNCALLED = frozenset({"iam", "rds-db"})
"""Prefixes of actions that no task calls: to pass a role, and to log in to a database, which has its own way."""


def endpoint_services(prefix: str, further: Iterable[str]) -> frozenset[str] | None:
    """Return the endpoints that calls of a service go by, known by its IAM prefix; None where none is known.

    Of the `further` ones, which somebody names, those count that begin with the prefix.
    """
    if prefix in _UNCALLED:
        return frozenset()
    if prefix in _SAME:
        return frozenset({prefix})
    named = frozenset(name for name in further if name == prefix or name.startswith((f"{prefix}.", f"{prefix}-")))
    return _OTHER.get(prefix, named or None)

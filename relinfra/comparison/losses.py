"""Resources that hold what cannot be made again, and what is lost with resources of each type."""

from __future__ import annotations

from relinfra.domain.stateful import LOSSES as STATEFUL
from relinfra.evidence import Output, Resource

__all__ = ["LOSSES", "STATEFUL", "TRAFFIC", "replica_loss", "stateful"]

LOSSES = {
    **STATEFUL,
    "aws_backup_plan": "backups_stop",
    "aws_backup_selection": "backups_stop",
    "aws_budgets_budget": "unwatched",
    "aws_cloudtrail": "unwatched",
    "aws_cloudwatch_composite_alarm": "unwatched",
    "aws_cloudwatch_metric_alarm": "unwatched",
    "aws_db_instance_automated_backups_replication": "recovery_lost",
    "aws_ecs_service": "traffic_lost",
    "aws_eip": "address_released",
    "aws_flow_log": "unwatched",
    "aws_lb": "traffic_lost",
    "aws_lb_listener": "traffic_lost",
    "aws_lb_listener_rule": "traffic_lost",
    "aws_lb_target_group": "traffic_lost",
    "aws_nat_gateway": "fewer_ways_out",
    "aws_rds_cluster_instance": "fewer_instances",
    "aws_route53_health_check": "unwatched",
    "aws_route53_record": "traffic_lost",
    "aws_s3_bucket_logging": "unwatched",
    "aws_s3_bucket_object_lock_configuration": "unprotected",
    "aws_s3_bucket_policy": "unprotected",
    "aws_s3_bucket_public_access_block": "unprotected",
    "aws_s3_bucket_replication_configuration": "recovery_lost",
    "aws_s3_bucket_server_side_encryption_configuration": "unprotected",
    "aws_s3_bucket_versioning": "unprotected",
    "aws_sns_topic": "nobody_told",
    "aws_sns_topic_subscription": "nobody_told",
    "aws_synthetics_canary": "unwatched",
    "aws_wafv2_web_acl": "unprotected",
    "aws_wafv2_web_acl_association": "unprotected",
}
"""What is lost with a resource, by its type; of any other, that it is gone."""

TRAFFIC = (
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_lb_target_group",
    "aws_nat_gateway",
    "aws_route53_record",
    "aws_route53_zone",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
)
"""The types that requests pass through, or that what they pass through stands on."""


def stateful(resource: Resource) -> bool:
    """Whether a resource holds what cannot be made again; a database that follows another holds only copies."""
    return resource.type in STATEFUL and not resource.at("replicate_source_db")


def replica_loss(output: Output, replica: Resource) -> str:
    """Return what is lost with a database that follows another: beside it, it shares reads; elsewhere, it stands by."""
    source = output.follow_one(replica.at("replicate_source_db"), "aws_db_instance")
    return "fewer_instances" if source and source.stack == replica.stack else "recovery_lost"

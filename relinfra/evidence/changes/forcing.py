"""Arguments that cannot be changed in place, for what holds data, bears traffic or is built upon by the rest.

Source: the arguments marked `ForceNew` in the schemas of hashicorp/terraform-provider-aws 6 (`internal/service/*`),
which its documentation repeats as "Forces new resource". The identifier of `aws_db_instance` is not among them: it has
been changed in place since version 5 (pull request 32687). Where a plan of Terraform is given, it is asked instead.
"""

from __future__ import annotations

__all__ = ["FORCING", "TRAFFIC"]

FORCING: dict[str, tuple[str, ...]] = {
    "aws_acm_certificate": ("domain_name",),
    "aws_backup_vault": ("kms_key_arn", "name"),
    "aws_cloudwatch_log_group": ("log_group_class", "name"),
    "aws_db_instance": (
        "availability_zone",
        "character_set_name",
        "db_name",
        "engine",
        "kms_key_id",
        "snapshot_identifier",
        "storage_encrypted",
        "timezone",
        "username",
    ),
    "aws_db_instance_automated_backups_replication": ("kms_key_id", "retention_period", "source_db_instance_arn"),
    "aws_db_parameter_group": ("family", "name"),
    "aws_db_subnet_group": ("name",),
    "aws_ecr_repository": ("encryption_configuration", "name"),
    "aws_ecs_cluster": ("name",),
    "aws_ecs_service": ("cluster", "launch_type", "name", "scheduling_strategy"),
    "aws_iam_role": ("name",),
    "aws_kms_key": ("customer_master_key_spec", "key_usage", "multi_region"),
    "aws_lb": ("internal", "load_balancer_type", "name"),
    "aws_lb_listener": ("load_balancer_arn",),
    "aws_lb_listener_rule": ("listener_arn",),
    "aws_lb_target_group": ("ip_address_type", "name", "port", "protocol", "protocol_version", "target_type", "vpc_id"),
    "aws_nat_gateway": ("allocation_id", "connectivity_type", "subnet_id"),
    "aws_rds_cluster": (
        "availability_zones",
        "cluster_identifier",
        "database_name",
        "db_subnet_group_name",
        "engine",
        "engine_mode",
        "kms_key_id",
        "master_username",
        "snapshot_identifier",
        "storage_encrypted",
    ),
    "aws_rds_cluster_instance": (
        "availability_zone",
        "cluster_identifier",
        "db_subnet_group_name",
        "engine",
        "identifier",
    ),
    "aws_rds_cluster_parameter_group": ("family", "name"),
    "aws_route53_record": ("name", "zone_id"),
    "aws_route53_zone": ("name",),
    "aws_s3_bucket": ("bucket", "object_lock_enabled"),
    "aws_secretsmanager_secret": ("name",),
    "aws_security_group": ("description", "name", "vpc_id"),
    "aws_sns_topic": ("fifo_topic", "name"),
    "aws_sqs_queue": ("fifo_queue", "name"),
    "aws_subnet": ("availability_zone", "cidr_block", "ipv6_native", "vpc_id"),
    "aws_vpc": ("cidr_block",),
    "aws_wafv2_web_acl": ("name", "scope"),
}

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

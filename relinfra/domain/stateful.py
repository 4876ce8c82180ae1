"""Resource types that hold what nobody can make again, and the arguments that name them in AWS.

A type is here where its destruction loses what came into it after it was made: data, backups, logs, images, messages,
records, or the key without which something else cannot be read. Left out is what a release makes anew as it was, such
as an instance's disk or a parameter whose value stands in the configuration. Types and arguments were compared with the
schema of hashicorp/aws 6.47.0 on 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

__all__ = ["LOSSES", "MAJOR_VERSIONS", "NAMED_BY", "loss_of", "major_version"]

_NAME = ("name",)
_CLUSTER = ("cluster_identifier",)

_DATA: Mapping[str, tuple[str, ...]] = {
    "aws_cloudfront_key_value_store": _NAME,
    "aws_cloudsearch_domain": _NAME,
    "aws_cloudtrail_event_data_store": _NAME,
    "aws_cloudwatch_event_archive": _NAME,
    "aws_codecommit_repository": ("repository_name",),
    "aws_cognito_user_pool": _NAME,
    "aws_customerprofiles_domain": ("domain_name",),
    "aws_db_instance": ("identifier",),
    "aws_directory_service_directory": _NAME,
    "aws_docdb_cluster": _CLUSTER,
    "aws_docdb_global_cluster": ("global_cluster_identifier",),
    "aws_docdbelastic_cluster": _NAME,
    "aws_dsql_cluster": (),
    "aws_dynamodb_table": _NAME,
    "aws_ebs_volume": (),
    "aws_efs_file_system": ("creation_token",),
    "aws_eks_cluster": _NAME,
    "aws_elasticache_cluster": ("cluster_id",),
    "aws_elasticache_replication_group": ("replication_group_id",),
    "aws_elasticache_serverless_cache": _NAME,
    "aws_elasticsearch_domain": ("domain_name",),
    "aws_fsx_lustre_file_system": (),
    "aws_fsx_ontap_file_system": (),
    "aws_fsx_ontap_volume": _NAME,
    "aws_fsx_openzfs_file_system": (),
    "aws_fsx_openzfs_volume": _NAME,
    "aws_fsx_windows_file_system": (),
    "aws_glacier_vault": _NAME,
    "aws_grafana_workspace": _NAME,
    "aws_kendra_index": _NAME,
    "aws_keyspaces_table": ("keyspace_name", "table_name"),
    "aws_kinesis_stream": _NAME,
    "aws_kinesis_video_stream": _NAME,
    "aws_lightsail_bucket": _NAME,
    "aws_lightsail_database": ("relational_database_name",),
    "aws_memorydb_cluster": _NAME,
    "aws_mq_broker": ("broker_name",),
    "aws_msk_cluster": ("cluster_name",),
    "aws_msk_serverless_cluster": ("cluster_name",),
    "aws_neptune_cluster": _CLUSTER,
    "aws_neptune_global_cluster": ("global_cluster_identifier",),
    "aws_opensearch_domain": ("domain_name",),
    "aws_opensearchserverless_collection": _NAME,
    "aws_prometheus_workspace": ("alias",),
    "aws_qldb_ledger": _NAME,
    "aws_rds_cluster": _CLUSTER,
    "aws_rds_global_cluster": ("global_cluster_identifier",),
    "aws_redshift_cluster": _CLUSTER,
    "aws_redshiftserverless_namespace": ("namespace_name",),
    "aws_rekognition_collection": ("collection_id",),
    "aws_route53_zone": _NAME,
    "aws_s3_bucket": ("bucket",),
    "aws_s3_directory_bucket": ("bucket",),
    "aws_s3tables_table": ("namespace", "name"),
    "aws_s3vectors_index": ("index_name",),
    "aws_sagemaker_domain": ("domain_name",),
    "aws_storagegateway_cached_iscsi_volume": (),
    "aws_storagegateway_stored_iscsi_volume": (),
    "aws_timestreaminfluxdb_db_cluster": _NAME,
    "aws_timestreaminfluxdb_db_instance": _NAME,
    "aws_timestreamwrite_table": ("database_name", "table_name"),
    "aws_workspaces_workspace": (),
}
_BACKUPS: Mapping[str, tuple[str, ...]] = {
    "aws_backup_logically_air_gapped_vault": _NAME,
    "aws_backup_vault": _NAME,
    "aws_db_cluster_snapshot": ("db_cluster_snapshot_identifier",),
    "aws_db_snapshot": ("db_snapshot_identifier",),
    "aws_docdb_cluster_snapshot": ("db_cluster_snapshot_identifier",),
    "aws_ebs_snapshot": (),
    "aws_fsx_openzfs_snapshot": _NAME,
    "aws_memorydb_snapshot": _NAME,
    "aws_neptune_cluster_snapshot": ("db_cluster_snapshot_identifier",),
    "aws_redshift_cluster_snapshot": ("snapshot_identifier",),
    "aws_redshiftserverless_snapshot": ("snapshot_name",),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "aws_acmpca_certificate_authority": (),
    "aws_cloudhsm_v2_cluster": (),
    "aws_kms_external_key": (),
    "aws_kms_key": (),
    "aws_kms_replica_external_key": (),
    "aws_kms_replica_key": (),
    "aws_paymentcryptography_key": (),
}
_IMAGES: Mapping[str, tuple[str, ...]] = {
    "aws_codeartifact_repository": ("domain", "repository"),
    "aws_ecr_repository": _NAME,
    "aws_ecrpublic_repository": ("repository_name",),
}
_OF_LOSS = {
    "data_lost": _DATA,
    "backups_lost": _BACKUPS,
    "key_lost": _KEYS,
    "images_lost": _IMAGES,
    "logs_lost": {"aws_cloudwatch_log_group": _NAME},
    "messages_lost": {"aws_sqs_queue": _NAME},
    "secret_lost": {"aws_secretsmanager_secret": _NAME},
}

LOSSES: Mapping[str, str] = MappingProxyType({type_: loss for loss, types in _OF_LOSS.items() for type_ in types})
"""The word for what is lost for good with a resource of each type."""

NAMED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {type_: names for types in _OF_LOSS.values() for type_, names in types.items()}
)
"""The arguments that make up the name in AWS of a resource of each type; empty where AWS chooses it."""

MAJOR_VERSIONS = (
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
)
"""Types whose `engine_version` has a major number that goes up only, and only where somebody asks for it."""

_TWO_NUMBERS = ("mysql", "mariadb")
"""Engines whose major versions have two numbers, as 8.0 and 8.4; `aurora-mysql` is one of them."""


def loss_of(address: str) -> str:
    """Return the word for what is lost at an address; where only another relinfra knows the type, that is its data."""
    return LOSSES.get(address.partition(".")[0], "data_lost")


def major_version(engine: str, version: str) -> str:
    """Return the part of a version that only an upgrade of its own changes: `16` of 16.4, `8.0` of MySQL's 8.0.36."""
    numbers = version.split(".")
    return ".".join(numbers[: 2 if _is_one(engine, _TWO_NUMBERS) else 1])


def _is_one(engine: str, of: Iterable[str]) -> bool:
    return any(name in engine for name in of)

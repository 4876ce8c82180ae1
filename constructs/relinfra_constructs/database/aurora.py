"""One PostgreSQL database on Amazon Aurora Serverless v2."""

from __future__ import annotations

from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.aurora_capacity import AuroraCapacity
from relinfra_constructs.database.aurora_props import AuroraProps
from relinfra_constructs.database.database import CERTIFICATE_AUTHORITY, Database
from relinfra_constructs.database.parameter_group import ParameterGroup

__all__ = ["EXPORTED_LOGS", "AuroraCluster", "AuroraProps", "aurora_log_groups"]

ENGINE = "aurora-postgresql"
EXPORTED_LOGS = ("postgresql",)
FAILOVER_TIER = 1
"""Up to this promotion tier an instance is as large as the writer at any time, and takes over first."""


class AuroraCluster(Database):
    """A cluster of a writer and readers in other zones, over one storage that grows by itself.

    Outputs: as of every `Database`.
    """

    def __init__(self, scope: Construct, id: str, props: AuroraProps) -> None:
        super().__init__(scope, id, props)
        self._props = props
        cluster = self._cluster()
        self.endpoint_address = cluster.endpoint
        self.reader_address = cluster.reader_endpoint
        self.identifier = cluster.cluster_identifier
        self.arn = cluster.arn
        self.id = cluster.id
        self.resource_ids = (cluster.cluster_resource_id,)
        self.secret_arn = self._managed_secret(cluster.address)
        role = self._monitoring_role(f"{props.name}-*")
        permissions = self._monitoring_permissions(role)
        for number in range(1, props.readers + 2):
            self._instance(number, cluster, role, permissions)

    def _cluster(self) -> aws.RdsCluster:
        props = self._props
        return aws.RdsCluster(
            self,
            self._name,
            cluster_identifier=props.name,
            engine=ENGINE,
            engine_version=props.version,
            serverlessv2_scaling_configuration=_scaling(props.capacity),
            port=props.port,
            db_subnet_group_name=self._subnet_group(),
            vpc_security_group_ids=[self.security_group_id],
            db_cluster_parameter_group_name=ParameterGroup(self, "parameters", props, of_cluster=True).name,
            allow_major_version_upgrade=True if props.upgrade_from else None,
            storage_encrypted=True,
            kms_key_id=props.key_arn,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=props.key_arn,
            iam_database_authentication_enabled=True,
            backup_retention_period=props.backup_days,
            preferred_backup_window=props.backup_window,
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{props.name}-final",
            deletion_protection=props.deletion_protection,
            preferred_maintenance_window=props.maintenance_window,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=props.key_arn,
            performance_insights_retention_period=props.insights_days,
            database_insights_mode=props.insights,
            enabled_cloudwatch_logs_exports=list(EXPORTED_LOGS),
            depends_on=self._log_groups(self._name, aurora_log_groups(props.name)),
            **self._content(),
        )

    def _content(self) -> dict[str, Any]:
        """Return the arguments that say where the content and the master user come from, and when changes are made."""
        props = self._props
        at_once = props.upgrade_from is not None
        return {"database_name": props.database_name, "master_username": props.username, "apply_immediately": at_once}

    def _instance(
        self, number: int, cluster: aws.RdsCluster, role: aws.IamRole, permissions: aws.IamRolePolicyAttachment
    ) -> None:
        """Create an instance; the first begins as the writer, the second is the first to take over from it."""
        props = self._props
        aws.RdsClusterInstance(
            self,
            f"{self._name}_{number}",
            identifier=f"{props.name}-{number}",
            cluster_identifier=cluster.id,
            engine=ENGINE,
            engine_version=props.version,
            instance_class="db.serverless",
            availability_zone=props.zones[(number - 1) % len(props.zones)],
            promotion_tier=min(number - 1, FAILOVER_TIER + 1),
            publicly_accessible=False,
            ca_cert_identifier=CERTIFICATE_AUTHORITY,
            auto_minor_version_upgrade=props.follows_minor_versions,
            preferred_maintenance_window=props.maintenance_window,
            apply_immediately=props.upgrade_from is not None,
            copy_tags_to_snapshot=True,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=props.key_arn,
            performance_insights_retention_period=props.insights_days,
            monitoring_interval=60,
            monitoring_role_arn=role.arn,
            depends_on=[permissions],
        )


def _scaling(capacity: AuroraCapacity) -> aws.RdsClusterServerlessv2ScalingConfiguration:
    bounds: aws.RdsClusterServerlessv2ScalingConfiguration = {
        "min_capacity": capacity.min_acu,
        "max_capacity": capacity.max_acu,
    }
    if capacity.seconds_until_auto_pause is not None:
        bounds["seconds_until_auto_pause"] = capacity.seconds_until_auto_pause
    return bounds


def aurora_log_groups(name: str) -> tuple[str, ...]:
    """Return the names of the log groups of the cluster called `name`, which its key has to be opened to."""
    return tuple(f"/aws/rds/cluster/{name}/{log}" for log in EXPORTED_LOGS)

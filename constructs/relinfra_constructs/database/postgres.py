"""One PostgreSQL database on Amazon RDS."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.postgres_props import PostgresProps
from relinfra_constructs.iam import attach, aws_managed_policy, service_role

__all__ = [
    "BACKUP_WINDOW",
    "EXPORTED_LOGS",
    "MAINTENANCE_WINDOW",
    "PARAMETERS",
    "PostgresInstance",
    "PostgresProps",
    "postgres_log_groups",
]

BACKUP_WINDOW = "03:00-04:00"
"""UTC, daily."""
MAINTENANCE_WINDOW = "sun:04:30-sun:05:30"
"""UTC, after that day's backup."""
CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1"
EXPORTED_LOGS = ("postgresql", "upgrade")
PARAMETERS: Mapping[str, str] = {
    "log_lock_waits": "1",
    "log_min_duration_statement": "1000",
    "log_statement": "ddl",
    "rds.force_ssl": "1",
}
"""What every database sets: TLS only; schema changes, statements over a second and lock waits are logged."""


class PostgresInstance(Construct):
    """An encrypted instance that nothing reaches until somebody adds a rule to its security group.

    Outputs: `endpoint_address`, `port`, `database_name`, `security_group_id`, `secret_arn` (master user and
    password), `identifier`, `arn`, `id`, `resource_id` (for IAM authentication).

    AWS guards it with deletion protection, and makes a final snapshot before it goes.
    """

    def __init__(self, scope: Construct, id: str, props: PostgresProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self._name = props.terraform_name
        self.database_name = props.database_name
        self.port = props.port
        self.security_group_id: str = self._security_group()
        instance = self._instance()
        self.endpoint_address: str = instance.ref("address")
        self.identifier: str = instance.identifier
        self.arn: str = instance.arn
        self.id: str = instance.id
        self.resource_id: str = instance.resource_id
        # A splat, since the list of secrets is empty until RDS has made one.
        self.secret_arn: str = aws.expression(
            self,
            f"{self._name}_secret_arn",
            f'${{join("", {instance.address}.master_user_secret[*].secret_arn)}}',
        )

    def _instance(self) -> aws.DbInstance:
        props = self._props
        role = self._monitoring_role()
        return aws.DbInstance(
            self,
            self._name,
            identifier=props.name,
            engine="postgres",
            engine_version=props.version,
            instance_class=props.instance_class,
            db_name=props.database_name,
            port=props.port,
            multi_az=props.multi_az,
            publicly_accessible=False,
            db_subnet_group_name=self._subnet_group(),
            vpc_security_group_ids=[self.security_group_id],
            parameter_group_name=self._parameter_group(),
            ca_cert_identifier=CERTIFICATE_AUTHORITY,
            allocated_storage=props.storage_gib,
            max_allocated_storage=props.storage_limit_gib,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=props.key_arn,
            username=props.username,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=props.key_arn,
            iam_database_authentication_enabled=True,
            backup_retention_period=props.backup_days,
            backup_window=BACKUP_WINDOW,
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{props.name}-final",
            deletion_protection=props.deletion_protection,
            maintenance_window=MAINTENANCE_WINDOW,
            auto_minor_version_upgrade=True,
            apply_immediately=False,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=props.key_arn,
            # Unset where it is AWS's own default, which changes nothing of an instance that exists.
            database_insights_mode="advanced" if props.insights == "advanced" else None,
            performance_insights_retention_period=props.insights_days,
            monitoring_interval=60,
            monitoring_role_arn=role.arn,
            enabled_cloudwatch_logs_exports=list(EXPORTED_LOGS),
            # RDS would make the log groups itself: without a key, and kept forever.
            depends_on=[self._monitoring_permissions(role), *self._log_groups()],
        )

    def _subnet_group(self) -> str:
        return aws.DbSubnetGroup(
            self,
            self._name,
            name=self._props.name,
            description=f"Database subnets of {self._props.name}",
            subnet_ids=self._props.subnet_ids,
        ).name

    def _parameter_group(self) -> str:
        return aws.DbParameterGroup(
            self,
            self._name,
            # With the family in its name, the next major version's group can exist beside this one.
            name=f"{self._props.name}-{self._props.family}",
            description=f"Parameters of {self._props.name}",
            family=self._props.family,
            parameter=_parameters(self._props.parameters),
            lifecycle={"create_before_destroy": True},
        ).name

    def _security_group(self) -> str:
        name = f"{self._props.name}-database"
        return aws.SecurityGroup(
            self,
            self._name,
            name=name,
            description=f"PostgreSQL {self._props.name}",
            vpc_id=self._props.vpc_id,
            tags={"Name": name},
        ).id

    def _monitoring_role(self) -> aws.IamRole:
        placement = self._props.placement
        return service_role(
            self,
            f"{self._name}_monitoring",
            physical_name=f"{self._props.name}-monitoring",
            service="monitoring.rds.amazonaws.com",
            source_account=placement.account,
            source_arn=placement.arn("rds", f"db:{self._props.name}"),
        )

    def _monitoring_permissions(self, role: aws.IamRole) -> aws.IamRolePolicyAttachment:
        policy = aws_managed_policy(self._props.placement, "service-role/AmazonRDSEnhancedMonitoringRole")
        return attach(self, f"{self._name}_monitoring", role=role, policy_arn=policy)

    def _log_groups(self) -> list[aws.CloudwatchLogGroup]:
        names = zip(EXPORTED_LOGS, postgres_log_groups(self._props.name), strict=True)
        return [
            aws.CloudwatchLogGroup(
                self,
                f"{self._name}_{log}",
                name=group,
                retention_in_days=self._props.log_retention_days,
                kms_key_id=self._props.key_arn,
            )
            for log, group in names
        ]


def postgres_log_groups(name: str) -> tuple[str, ...]:
    """Return the names of the log groups of the instance called `name`, which its key has to be opened to."""
    return tuple(f"/aws/rds/instance/{name}/{log}" for log in EXPORTED_LOGS)


def _parameters(further: Mapping[str, str]) -> list[aws.DbParameterGroupParameter]:
    # Those of PARAMETERS can all change while the database runs; of others nobody here knows.
    merged = {name: (value, "immediate") for name, value in PARAMETERS.items()}
    merged |= {name: (value, "pending-reboot") for name, value in further.items()}
    return [{"name": name, "value": value, "apply_method": method} for name, (value, method) in sorted(merged.items())]

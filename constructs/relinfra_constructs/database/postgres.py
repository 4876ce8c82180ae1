"""One PostgreSQL database on Amazon RDS."""

from __future__ import annotations

from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import (
    BACKUP_WINDOW,
    CERTIFICATE_AUTHORITY,
    MAINTENANCE_WINDOW,
    Database,
    parameters,
)
from relinfra_constructs.database.master_password import MasterPassword, MasterPasswordProps
from relinfra_constructs.database.postgres_props import PostgresProps

__all__ = ["EXPORTED_LOGS", "PostgresInstance", "PostgresProps", "postgres_log_groups"]

EXPORTED_LOGS = ("postgresql", "upgrade")


class PostgresInstance(Database):
    """An RDS instance. Outputs: as of every `Database`; it has no endpoint of readers."""

    def __init__(self, scope: Construct, id: str, props: PostgresProps) -> None:
        super().__init__(scope, id, props)
        self._props = props
        self._password = self._own_password(props)
        instance = self._instance()
        if self._password:
            self._password.keep(instance)
        self._address = instance.address
        self.endpoint_address = instance.ref("address")
        self.reader_address = None
        self.identifier = instance.identifier
        self.arn = instance.arn
        self.id = instance.id
        self.resource_id = instance.resource_id
        self.secret_arn = self._secret()

    def _instance(self) -> aws.DbInstance:
        props = self._props
        role = self._monitoring_role(props.name)
        return aws.DbInstance(
            self,
            self._name,
            identifier=props.name,
            instance_class=props.instance_class,
            port=props.port,
            multi_az=props.multi_az,
            publicly_accessible=False,
            db_subnet_group_name=self._subnet_group(),
            vpc_security_group_ids=[self.security_group_id],
            parameter_group_name=self._parameter_group(),
            ca_cert_identifier=CERTIFICATE_AUTHORITY,
            max_allocated_storage=props.storage_limit_gib,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=props.key_arn,
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
            depends_on=[self._monitoring_permissions(role), *self._log_groups(postgres_log_groups(props.name))],
            **self._content(),
        )

    def _content(self) -> dict[str, Any]:
        """Return the arguments that say where the instance's content and its master user come from."""
        props = self._props
        made = {
            "engine": "postgres",
            "engine_version": props.version,
            "db_name": props.database_name,
            "allocated_storage": props.storage_gib,
            "username": props.username,
        }
        if self._password and props.password:
            made |= {"password_wo": self._password.value, "password_wo_version": props.password.version}
            return {**made, "lifecycle": {"ignore_changes": ["password_wo"]}}
        return {**made, "manage_master_user_password": True, "master_user_secret_kms_key_id": props.key_arn}

    def _secret(self) -> str:
        return self._password.secret_arn if self._password else self._managed_secret(self._address)

    def _own_password(self, props: PostgresProps) -> MasterPassword | None:
        if props.password is None:
            return None
        password = MasterPasswordProps(
            name=props.name,
            terraform_name=props.terraform_name,
            username=props.username,
            key_arn=props.key_arn,
            password=props.password,
        )
        return MasterPassword(self, "password", password)

    def _parameter_group(self) -> str:
        return aws.DbParameterGroup(
            self,
            self._name,
            # With the family in its name, the next major version's group can exist beside this one.
            name=f"{self._props.name}-{self._props.family}",
            description=f"Parameters of {self._props.name}",
            family=self._props.family,
            parameter=parameters(self._props.parameters),
            lifecycle={"create_before_destroy": True},
        ).name


def postgres_log_groups(name: str) -> tuple[str, ...]:
    """Return the names of the log groups of the instance called `name`, which its key has to be opened to."""
    return tuple(f"/aws/rds/instance/{name}/{log}" for log in EXPORTED_LOGS)

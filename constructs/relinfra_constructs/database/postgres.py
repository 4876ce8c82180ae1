"""One PostgreSQL database on Amazon RDS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import CERTIFICATE_AUTHORITY, Database
from relinfra_constructs.database.master_password import MasterPassword, MasterPasswordProps
from relinfra_constructs.database.parameter_group import ParameterGroup
from relinfra_constructs.database.postgres_props import PostgresProps
from relinfra_constructs.database.postgres_reader import PostgresReader, PostgresReaderProps, reader_names

__all__ = ["EXPORTED_LOGS", "PostgresInstance", "PostgresProps", "postgres_log_groups"]

EXPORTED_LOGS = ("postgresql", "upgrade")


class PostgresInstance(Database):
    """An RDS instance, with others in its region that follow it and answer reads.

    Outputs: as of every `Database`; `reader_address` is the address of its reader, of several with commas between them,
    as PostgreSQL's clients take hosts.
    """

    def __init__(self, scope: Construct, id: str, props: PostgresProps) -> None:
        super().__init__(scope, id, props)
        self._props = props
        self._password = self._own_password(props)
        self._role = self._monitoring_role(props.name, *reader_names(props.name, props.readers))
        self._permissions = self._monitoring_permissions(self._role)
        settings = self._settings()
        instance = self._instance(settings)
        if self._password:
            self._password.keep(instance)
        self._address = instance.address
        self.endpoint_address = instance.ref("address")
        self.resource_ids = (instance.resource_id,)
        self.reader_address = self._readers(instance, settings)
        self.identifier = instance.identifier
        self.arn = instance.arn
        self.id = instance.id
        self.secret_arn = self._secret()

    def _settings(self) -> dict[str, Any]:
        """Return the arguments that the instance and its readers are all given."""
        props = self._props
        return {
            "instance_class": props.instance_class,
            "port": props.port,
            "publicly_accessible": False,
            "vpc_security_group_ids": [self.security_group_id],
            "parameter_group_name": ParameterGroup(self, "parameters", props).name,
            "ca_cert_identifier": CERTIFICATE_AUTHORITY,
            "max_allocated_storage": props.storage_limit_gib,
            "storage_type": "gp3",
            "storage_encrypted": True,
            "iam_database_authentication_enabled": True,
            "copy_tags_to_snapshot": True,
            "deletion_protection": props.deletion_protection,
            "maintenance_window": props.maintenance_window,
            "auto_minor_version_upgrade": props.follows_minor_versions,
            # An upgrade happens when it is released: its group of parameters fits no other version.
            "apply_immediately": props.upgrade_from is not None,
            "performance_insights_enabled": True,
            "performance_insights_kms_key_id": props.key_arn,
            # Unset where it is AWS's own default, which changes nothing of an instance that exists.
            "database_insights_mode": "advanced" if props.insights == "advanced" else None,
            "performance_insights_retention_period": props.insights_days,
            "monitoring_interval": 60,
            "monitoring_role_arn": self._role.arn,
            "enabled_cloudwatch_logs_exports": list(EXPORTED_LOGS),
        }

    def _needs(self, terraform_name: str, identifier: str) -> list[aws.Resource]:
        """Return what has to be there before an instance: its logs, and the right to tell how it is."""
        return [self._permissions, *self._log_groups(terraform_name, postgres_log_groups(identifier))]

    def _instance(self, settings: Mapping[str, Any]) -> aws.DbInstance:
        props = self._props
        return aws.DbInstance(
            self,
            self._name,
            identifier=props.name,
            multi_az=props.multi_az,
            db_subnet_group_name=self._subnet_group(),
            kms_key_id=props.key_arn,
            backup_retention_period=props.backup_days,
            backup_window=props.backup_window,
            delete_automated_backups=False,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{props.name}-final",
            depends_on=self._needs(self._name, props.name),
            **{**settings, **self._content()},
        )

    def _readers(self, source: aws.DbInstance, settings: Mapping[str, Any]) -> str | None:
        """Create the readers and return where they answer, None where there are none."""
        names = reader_names(self._props.name, self._props.readers)
        readers = [self._reader(number, name, source, settings) for number, name in enumerate(names, start=1)]
        self.resource_ids += tuple(reader.resource_id for reader in readers)
        return ",".join(reader.endpoint_address for reader in readers) or None

    def _reader(self, number: int, name: str, source: aws.DbInstance, settings: Mapping[str, Any]) -> PostgresReader:
        terraform_name = f"{self._name}_reader_{number}"
        props = PostgresReaderProps(
            name=name,
            terraform_name=terraform_name,
            source=source.identifier,
            settings=settings,
            needs=self._needs(terraform_name, name),
        )
        return PostgresReader(self, f"reader-{number}", props)

    def _content(self) -> dict[str, Any]:
        """Return the arguments that say where the instance's content and its master user come from."""
        props = self._props
        made = {
            "engine": "postgres",
            "engine_version": props.version,
            "allow_major_version_upgrade": True if props.upgrade_from else None,
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


def postgres_log_groups(name: str, readers: int = 0) -> tuple[str, ...]:
    """Return the names of the log groups of the instance called `name` and its readers, which its key is opened to."""
    instances = (name, *reader_names(name, readers))
    return tuple(f"/aws/rds/instance/{instance}/{log}" for instance in instances for log in EXPORTED_LOGS)

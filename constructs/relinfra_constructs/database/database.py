"""A PostgreSQL database, whichever engine runs it: its outputs, and what it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database_props import DatabaseProps
from relinfra_constructs.database.rotation import rotate_master_password
from relinfra_constructs.iam import attach, aws_managed_policy, service_role

__all__ = ["CERTIFICATE_AUTHORITY", "Database"]

CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1"


class Database(Construct):
    """An encrypted database that nothing reaches until somebody adds a rule to its security group.

    Outputs: `endpoint_address`, where it takes writes; `reader_address`, where its readers answer, None where it has
    no such endpoint; `port`, `database_name`, `security_group_id`, `secret_arn` (master user and password),
    `identifier`, `arn`, `id`, `key_arn`; `resource_ids` of all that answers, for logins by IAM, and `resource_id`, the
    first of them.

    AWS guards it with deletion protection, and makes a final snapshot before it goes.
    """

    endpoint_address: str
    reader_address: str | None
    secret_arn: str
    identifier: str
    arn: str
    id: str
    resource_ids: tuple[str, ...]

    @property
    def resource_id(self) -> str:
        """The resource id of the cluster, or of the instance that takes writes."""
        return self.resource_ids[0]

    def __init__(self, scope: Construct, id: str, props: DatabaseProps) -> None:
        super().__init__(scope, id)
        self._shared = props
        self._name = props.terraform_name
        self.database_name = props.database_name
        self.port = props.port
        self.key_arn = props.key_arn
        self.security_group_id: str = self._security_group()

    def _security_group(self) -> str:
        name = f"{self._shared.name}-database"
        return aws.SecurityGroup(
            self,
            self._name,
            name=name,
            description=f"PostgreSQL {self._shared.name}",
            vpc_id=self._shared.vpc_id,
            tags={"Name": name},
        ).id

    def _subnet_group(self) -> str:
        return aws.DbSubnetGroup(
            self,
            self._name,
            name=self._shared.name,
            description=f"Database subnets of {self._shared.name}",
            subnet_ids=self._shared.subnet_ids,
        ).name

    def _monitoring_role(self, *instances: str) -> aws.IamRole:
        """Create the role of enhanced monitoring; `instances` are the names of instances, `*` allowed in them."""
        placement = self._shared.placement
        first, *further = (placement.arn("rds", f"db:{instance}") for instance in instances)
        return service_role(
            self,
            f"{self._name}_monitoring",
            physical_name=f"{self._shared.name}-monitoring",
            placement=placement,
            service="monitoring.rds",
            source_account=placement.account,
            source_arn=[first, *further] if further else first,
        )

    def _monitoring_permissions(self, role: aws.IamRole) -> aws.IamRolePolicyAttachment:
        policy = aws_managed_policy(self._shared.placement, "service-role/AmazonRDSEnhancedMonitoringRole")
        return attach(self, f"{self._name}_monitoring", role=role, policy_arn=policy)

    def _log_groups(self, terraform_name: str, names: Sequence[str]) -> list[aws.CloudwatchLogGroup]:
        """Create the groups of exported logs: RDS would make them without a key, and keep them forever."""
        return [
            aws.CloudwatchLogGroup(
                self,
                f"{terraform_name}_{name.rpartition('/')[2]}",
                name=name,
                retention_in_days=self._shared.log_retention_days,
                kms_key_id=self._shared.key_arn,
            )
            for name in names
        ]

    def _managed_secret(self, address: str) -> str:
        """Return the secret with the password that RDS manages, which is rotated in the window of the props."""
        # A splat, since the list of secrets is empty until RDS has made one.
        secret_arn = aws.expression(
            self, f"{self._name}_secret_arn", f'${{join("", {address}.master_user_secret[*].secret_arn)}}'
        )
        rotate_master_password(self, self._name, secret_arn=secret_arn, rotation=self._shared.rotation)
        return secret_arn

"""The role with which AWS Backup takes and copies snapshots."""

from __future__ import annotations

from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import attach, aws_managed_policy, service_role
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["BackupRole", "BackupRoleProps"]


class BackupRoleProps(Props):
    """Physical name, Terraform name, and the account whose backups the role makes."""

    name: str
    terraform_name: str
    placement: Placement


class BackupRole(Construct):
    """A role for AWS Backup alone. Outputs: `arn`, and `permissions`, which have to exist before it is used.

    AWS Backup checks for the actions of the policy AWS manages, and AWS extends it with them. The role cannot restore:
    that takes AWSBackupServiceRolePolicyForRestores.
    """

    def __init__(self, scope: Construct, id: str, props: BackupRoleProps) -> None:
        super().__init__(scope, id)
        role = service_role(
            self,
            props.terraform_name,
            physical_name=props.name,
            placement=props.placement,
            service="backup",
            source_account=props.placement.account,
        )
        policy = aws_managed_policy(props.placement, "service-role/AWSBackupServiceRolePolicyForBackup")
        self.arn: str = role.arn
        self.permissions = attach(self, props.terraform_name, role=role, policy_arn=policy)

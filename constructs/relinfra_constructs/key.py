"""One customer-managed KMS key with its alias, and the AWS services that may use it."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Conditions, Statement, document
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["DELETION_WINDOW_DAYS", "EncryptionKey", "EncryptionKeyProps", "KeyService", "logs_service"]

DELETION_WINDOW_DAYS = 30
"""The longest AWS allows: a key deleted by mistake takes everything under it along."""


class KeyService(Props):
    """An AWS service principal that uses a key itself, rather than through a caller's own permissions.

    `conditions` bind it to this account's resources; `actions` are what it needs to write and read data.
    """

    principal: str
    conditions: Conditions
    actions: Sequence[str] = ("kms:Decrypt", "kms:GenerateDataKey*")

    def statement(self) -> Statement:
        """Return what the key policy says about the service."""
        return Statement(
            sid="Allow" + "".join(word.capitalize() for word in self.principal.split(".")[0].split("-")),
            actions=self.actions,
            resources=["*"],
            principals={"Service": [self.principal]},
            conditions=self.conditions,
        )


class EncryptionKeyProps(Props):
    """Props of a key: its alias, its region, and the services that use it.

    name: physical name, the alias without `alias/`, such as `shop-production-data`.
    terraform_name: the Terraform name of the key and of its alias, such as `data`.
    description: what the key protects, shown in the console.
    placement: account and region of the key.
    services: AWS services that use the key on their own account; none by default.
    statements: further statements of the key policy, such as for roles of other accounts; none by default.
    region: set to `placement.region` where the key lies outside the region of the stack's provider.
    """

    name: str
    terraform_name: str
    description: str
    placement: Placement
    services: Sequence[KeyService] = ()
    statements: Sequence[Statement] = ()
    region: str | None = None


class EncryptionKey(Construct):
    """A symmetric key that rotates yearly, and waits 30 days to be deleted. Outputs: `arn`, `key_id`."""

    def __init__(self, scope: Construct, id: str, props: EncryptionKeyProps) -> None:
        super().__init__(scope, id)
        key = aws.KmsKey(
            self,
            props.terraform_name,
            description=props.description,
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=document(_administration(props.placement), *_service_statements(props.services), *props.statements),
            region=props.region,
        )
        aws.KmsAlias(
            self,
            props.terraform_name,
            name=f"alias/{props.name}",
            target_key_id=key.key_id,
            region=props.region,
        )
        self.arn: str = key.arn
        self.key_id: str = key.key_id


def logs_service(placement: Placement, *log_groups: str) -> KeyService:
    """Let CloudWatch Logs encrypt the log groups with these names (`*` allowed) and no others."""
    return KeyService(
        principal=placement.service_principal("logs"),
        actions=("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"),
        conditions={
            "ArnLike": {
                "kms:EncryptionContext:aws:logs:arn": [
                    placement.arn("logs", f"log-group:{name}") for name in log_groups
                ]
            }
        },
    )


def _administration(placement: Placement) -> Statement:
    # Delegates to the account's IAM policies; a key policy without it can lock everybody out of the key. In a
    # key policy the resource `*` is this key and nothing else.
    return Statement(
        sid="AccountAdministration",
        actions=["kms:*"],
        resources=["*"],
        principals={"AWS": [placement.account_arn("iam", "root")]},
    )


def _service_statements(services: Sequence[KeyService]) -> list[Statement]:
    return [service.statement() for service in services]

"""A master password of one's own, where RDS may not manage it: made anew by Terraform, and known to no state."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

__all__ = ["MasterPassword", "MasterPasswordProps", "OwnPassword", "SecretReplica", "secret_arn_in"]


class SecretReplica(Props):
    """The region a secret is replicated to, and the KMS key it is under there."""

    region: str
    key_arn: str


class OwnPassword(Props):
    """Props of a `MasterPassword`: its version, and the regions that need its secret beside its own.

    version: 1 or more; another number makes another password.
    replica: where else its secret is; nowhere by default.
    """

    version: int = 1
    replica: SecretReplica | None = None

    def __post_init__(self) -> None:
        """Refuse a version that Terraform does not count. Raises ConstructError."""
        if self.version < 1:
            raise ConstructError(f"expected a password version of 1 or more, found {self.version}")


class MasterPasswordProps(Props):
    """The names of the secret and of its key.

    name: physical name of the database; the secret is `NAME-master`.
    terraform_name: the Terraform name, the database's.
    username: the master user, which the secret holds beside the password.
    key_arn: the KMS key of the secret.
    password: which one, and where else.
    """

    name: str
    terraform_name: str
    username: str
    key_arn: str
    password: OwnPassword


class MasterPassword(Construct):
    """A password that Terraform makes while it applies, for the write-only arguments of a database and of a secret.

    Outputs: `value`, for a write-only argument alone: it is another one at each apply; `secret_arn`. `keep` writes the
    secret, in the form in which RDS writes those it manages, once the database has taken the password.
    """

    def __init__(self, scope: Construct, id: str, props: MasterPasswordProps) -> None:
        super().__init__(scope, id)
        self._props = props
        replica = props.password.replica
        # Two, for 244 random bits. A local is evaluated once an apply, so that database and secret are given the same.
        self.value: str = aws.expression(
            self, f"{props.terraform_name}_password", '${replace("${uuid()}${uuid()}", "-", "")}'
        )
        self._secret = aws.SecretsmanagerSecret(
            self,
            props.terraform_name,
            name=f"{props.name}-master",
            description=f"Master user of {props.name}",
            kms_key_id=props.key_arn,
            recovery_window_in_days=30,
            replica=[{"region": replica.region, "kms_key_id": replica.key_arn}] if replica else None,
        )
        self.secret_arn: str = self._secret.arn

    def keep(self, database: aws.DbInstance) -> None:
        """Write the secret after the database was given the password; a database made anew was given another one."""
        name, version = self._props.terraform_name, self._props.password.version
        aws.SecretsmanagerSecretVersion(
            self,
            name,
            secret_id=self._secret.id,
            secret_string_wo=(
                f'${{jsonencode({{username = "{self._props.username}", password = local.{name}_password}})}}'
            ),
            secret_string_wo_version=version,
            lifecycle={
                # It is another one at each apply; the version alone says when it is written.
                "ignore_changes": ["secret_string_wo"],
                "replace_triggered_by": [f"{database.address}.resource_id"],
            },
            depends_on=[database],
        )


def secret_arn_in(scope: Construct, name: str, *, secret_arn: str, source_region: str, region: str) -> str:
    """Return the ARN of the replica of a secret in `region` as `local.NAME`: it differs in the region alone.

    `secret_arn` is a reference, of this stack or another.
    """
    return aws.expression(scope, name, f'${{replace({secret_arn}, ":{source_region}:", ":{region}:")}}')

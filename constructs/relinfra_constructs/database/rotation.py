"""The rotation of a managed master password: when RDS gives the master user another one."""

from __future__ import annotations

import re

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

__all__ = ["PasswordRotation", "rotate_master_password"]

# https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
_CRON = re.compile(r"0 \S+ \S+ \S+ \S+ \*")


class PasswordRotation(Props):
    """A window, in UTC, in which Secrets Manager rotates a password.

    cron: when it begins, in six fields; Secrets Manager wants the minute 0 and the year `*`.
    hours: how long it is open, within its day.
    """

    cron: str = "0 6 ? * SUN *"
    hours: int = 2

    def __post_init__(self) -> None:
        """Refuse what Secrets Manager would refuse at apply. Raises ConstructError."""
        if not _CRON.fullmatch(self.cron):
            raise ConstructError(f"a rotation begins at minute 0 of every year, such as `0 6 ? * SUN *`: {self.cron!r}")
        if not 1 <= self.hours <= 24:  # noqa: PLR2004
            raise ConstructError(f"a rotation window is open for 1 to 24 hours, not {self.hours}")


def rotate_master_password(scope: Construct, name: str, *, secret_arn: str, rotation: PasswordRotation) -> None:
    """Give the secret of a master user a schedule as `aws_secretsmanager_secret_rotation.NAME`.

    Without a function, since RDS rotates it itself and every 7 days by default (terraform-provider-aws#32405). Nothing
    rotates at once; AWS says that an already scheduled rotation may come all the same, and advises `cron()` against it.
    To take it away cancels rotation, and RDS's seven days do not come back: the password stays until another schedule.
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html, which the provider calls
    for such secrets too (terraform-provider-aws#49659).
    """
    aws.SecretsmanagerSecretRotation(
        scope,
        name,
        secret_id=secret_arn,
        rotate_immediately=False,
        rotation_rules={"schedule_expression": f"cron({rotation.cron})", "duration": f"{rotation.hours}h"},
    )

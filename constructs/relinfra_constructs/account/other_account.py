"""Roles of other accounts: what they may do, repeated by the resource's own policy, as AWS demands of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relinfra_constructs.iam import Statement
from relinfra_constructs.props import Props

__all__ = ["RemoteRole"]


class RemoteRole(Props):
    """A role of another account, and what its own policy allows it on a resource of this one.

    arn: the role's ARN.
    statements: what its policy says of the bucket.
    key_statements: what its policy says of the bucket's key.
    """

    arn: str
    statements: Sequence[Statement]
    key_statements: Sequence[Statement]

    def admitted(self) -> list[Statement]:
        """Return the statements of the bucket's policy."""
        return [self._admit(statement) for statement in self.statements]

    def admitted_to_key(self) -> list[Statement]:
        """Return the statements of the key's policy, in which the resource `*` is the key itself."""
        return [replace(self._admit(statement), resources=["*"]) for statement in self.key_statements]

    def _admit(self, statement: Statement) -> Statement:
        # AWS refuses a principal that does not exist yet, and the buckets come before the roles: so the account is
        # named, and the condition leaves this one role of it.
        account, _, _ = self.arn.rpartition(":")
        return replace(
            statement,
            sid=None,
            principals={"AWS": [f"{account}:root"]},
            conditions={**(statement.conditions or {}), "ArnEquals": {"aws:PrincipalArn": self.arn}},
        )

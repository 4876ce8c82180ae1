"""Whether tasks can log in to a database by IAM, as far as AWS decides it: nobody sees the grant in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import value_of
from relinfra.evidence.records.secret import DatabaseLogin

__all__ = ["IamLogsIn", "iam_logs_in"]

_TOLD = ("_HOST", "_PORT", "_REGION", "_USER")
"""How the variables end from which an application makes its token."""


@dataclass(frozen=True)
class IamLogsIn(Claim):
    """Tasks log in to a database as one user of its own, by a token that their role signs."""

    kind: ClassVar[str] = "iam_logs_in"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_13",
        "CKV_RELINFRA_160",
        "CKV_RELINFRA_168",
        "CKV_RELINFRA_191",
    )


def iam_logs_in(login: DatabaseLogin) -> IamLogsIn:
    """Return whether AWS lets the tasks in as their user, and as nobody else."""
    user, told = value_of(login.user), value_of(login.told) or ()
    conditions = (
        Condition.of("enabled", is_true(login.enabled) or False, login.enabled or login.database),
        Condition.of("permitted", is_true(login.permitted) or False, login.permitted),
        Condition.of("exact", is_true(login.exact) or False, login.exact),
        # With the grant, the master user could no longer log in with the password that RDS keeps.
        Condition.of("not_master", None if login.master is None else user != login.master.value, login.master),
        Condition.of("told", all(any(name.endswith(end) for name in told) for end in _TOLD), login.told),
    )
    return IamLogsIn(login.id, conditions)

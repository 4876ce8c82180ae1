"""A login of tasks to a database by IAM: their role signs a token, and no password exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["DatabaseLogin", "login_statements"]


class DatabaseLogin(Props):
    """A login: whom as, and where to.

    user: the database user, which has to be granted `rds_iam` in the database.
    resource_ids: of every instance that is connected to, or of the cluster; never their names, which others may have
        once these are gone.
    """

    user: str
    resource_ids: Sequence[str]


def login_statements(logins: Mapping[str, DatabaseLogin], placement: Placement) -> list[Statement]:
    """Return the right to log in as exactly these users.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    """
    resources = [
        placement.arn("rds-db", f"dbuser:{resource_id}/{login.user}")
        for _, login in sorted(logins.items())
        for resource_id in login.resource_ids
    ]
    if not resources:
        return []
    return [Statement(sid="LogInToDatabases", actions=["rds-db:connect"], resources=list(dict.fromkeys(resources)))]

"""The life of a secret: where it comes from, who is given it, what gives it another value, and what follows then."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, part, text, texts

__all__ = ["DatabaseLogin", "Restart", "Secret"]


class Restart(Record):
    """The restart of a reader after a change: a rule hears of it, and starts a document that deploys."""

    rule = text()
    enabled = flag()
    document = text()
    may_start = flag()
    """Whether the role of the rule may start the document, and hand it the role that deploys."""
    deploys = flag()
    """Whether the document that the rule starts deploys the service anew."""
    may_deploy = flag()
    wait_minutes = figure("minutes")
    """How long the document waits for a release that runs."""
    alarm = text()
    """The alarm on a change that started nothing."""
    alert = text()
    """The rule that tells of a document that failed."""


class Secret(Record):
    """A secret that a container is given."""

    variable = text()
    container = text()
    """The container, where it is not the application's."""
    secret = text()
    parameter = text()
    json_key = text()
    rotation = text()
    rotation_window = text()
    rotates = flag()
    """Whether the schedule of a rotation is on, where Terraform says so."""
    version = figure()
    managed_for = text()
    master_of = text()
    reread_at = text()
    """The variable in which the application finds where it may read the secret anew."""
    restart = part(Restart, "")


class DatabaseLogin(Record):
    """A login of tasks to a database by IAM, without a password."""

    variable = text()
    user = text()
    database = text()
    engine = text()
    master = text()
    """The name of the database's master user."""
    enabled = flag()
    permitted = flag()
    """Whether the role of the tasks may log in as this user to every instance that they are led to."""
    exact = flag()
    """Whether it may log in as nobody else, and nowhere else."""
    told = texts()
    """The variables that say where to, as whom, and in which region."""

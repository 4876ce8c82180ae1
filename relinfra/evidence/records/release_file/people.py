"""Records of people, of on call, and of channels."""

from __future__ import annotations

from relinfra.evidence.record import Record, day, figure, part, parts, text

__all__ = ["Absence", "Channels", "Duty", "Escalation", "OnCall", "Person", "Work"]


class Work(Record):
    """The hours of a role in each phase of a release."""

    planning = figure("hours")
    testing = figure("hours")
    release = figure("hours")


class Person(Record):
    """A person who has a role in the release."""

    name = text()
    backup = text()
    contact = text()
    commitment = text()
    hours = part(Work)
    team_size = figure()


class Duty(Record):
    """A person on call, from one day to another."""

    name = text()
    contact = text()
    from_ = day("from")
    to = day()


class Escalation(Record):
    """One level of escalation: who is called next, and how soon they answer."""

    role = text()
    within_minutes = figure("minutes")


class OnCall(Record):
    """The people on call while the release is new."""

    primary = part(Duty)
    secondary = part(Duty)
    escalation = parts(Escalation)


class Absence(Record):
    """An absence during the release, and who covers for it."""

    name = text()
    from_ = day("from")
    to = day()
    cover = text()


class Channels(Record):
    """The channels in which the release is talked about."""

    release = text()
    incidents = text()
    team = text()
    meeting = text()
    status_page = text()
    support = text()

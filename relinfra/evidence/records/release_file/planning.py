"""Records of planning: windows, calendars, needs, costs."""

from __future__ import annotations

from relinfra.evidence.record import Record, day, figure, flag, parts, text, texts

__all__ = [
    "Acceptance",
    "Branching",
    "Calendar",
    "CommitSource",
    "Communication",
    "Cost",
    "Freeze",
    "HourlyCost",
    "LogPattern",
    "Mvp",
    "Needs",
    "Rehearsal",
    "Support",
    "Window",
]


class Window(Record):
    """The window in which the release may be deployed."""

    start = text()
    minutes = figure("minutes")
    timezone = text()


class Freeze(Record):
    """Days on which nothing is released."""

    from_ = day("from")
    to = day()
    reason = text()


class Calendar(Record):
    """Days on which nobody works on a release."""

    weekend = texts()
    freezes = parts(Freeze)
    day_hours = figure("hours")


class Communication(Record):
    """Something that is told to somebody."""

    channel = text()
    days_before = figure()
    days_after = figure()
    text = text()


class CommitSource(Record):
    """A source of the commits of the release."""

    context = text()
    since = text()
    until = text()


class Needs(Record):
    """Needs by which deployment strategies are scored."""

    zero_downtime = flag()
    rollback_within_minutes = figure("minutes")
    exposure = text()
    double_capacity = flag()
    mixed_versions = flag()


class Acceptance(Record):
    """User acceptance: who takes part, and what they try."""

    participants = texts()
    scenarios = texts()


class Rehearsal(Record):
    """Rehearsals of the way back."""

    last = day()
    where = text()
    next = day()


class LogPattern(Record):
    """A pattern of logs that tells of a failure of this release."""

    service = text()
    pattern = text()
    means = text()


class Mvp(Record):
    """The minimum viable product within the release, and what comes after it."""

    features = texts()
    goals = texts()
    exit_criteria = texts()
    seed_data = text()
    later = texts()


class Branching(Record):
    """The branching model."""

    model = text()
    main = text()
    develop = text()


class Cost(Record):
    """A cost of the release beside the work."""

    title = text()
    amount = figure()
    currency = text()
    days = figure("days")


class HourlyCost(Record):
    """The cost of an hour of work, whoever does it."""

    amount = figure()
    currency = text()


class Support(Record):
    """Whom outside the company one can call."""

    company = text()
    plan = text()
    contact = text()
    use = text()

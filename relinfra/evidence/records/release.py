"""Records of the release file, field by field as its models have it."""

from __future__ import annotations

from relinfra.evidence.record import Record, day, figure, flag, part, parts, text, texts
from relinfra.release import Role

__all__ = [
    "Absence",
    "Baselines",
    "Branching",
    "BreakingChange",
    "Calendar",
    "Channels",
    "CommitSource",
    "Communication",
    "Cost",
    "Criterion",
    "DatabaseChange",
    "Duty",
    "Escalation",
    "Feature",
    "Fix",
    "Flag",
    "Freeze",
    "Improvement",
    "Journey",
    "Limitation",
    "Metric",
    "Mvp",
    "Needs",
    "OnCall",
    "Person",
    "Release",
    "Risk",
    "Suite",
    "Support",
    "System",
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


class Person(Record):
    """A person who has a role in the release."""

    name = text()
    backup = text()
    contact = text()
    commitment = text()
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


class Communication(Record):
    """Something that is told to somebody."""

    channel = text()
    days_before = figure()
    days_after = figure()
    text = text()


class Feature(Record):
    """Something new for users."""

    title = text()
    description = text()
    value = text()
    example = text()
    ticket = text()
    owner = text()
    status = text()
    depends_on = texts()
    flag = text()
    help = text()


class Fix(Record):
    """Something that was broken."""

    title = text()
    severity = text()
    ticket = text()
    impact = text()
    check = text()
    owner = text()


class Improvement(Record):
    """Something that works better."""

    title = text()
    kind = text()
    ticket = text()
    owner = text()


class BreakingChange(Record):
    """Something others have to adapt to."""

    title = text()
    reason = text()
    migration = text()
    removal = text()
    ticket = text()
    owner = text()


class DatabaseChange(Record):
    """A change of a schema or of data."""

    description = text()
    service = text()
    database = text()
    backward_compatible = flag()
    minutes = figure("minutes")
    rehearsed_in = text()
    rollback = text()
    cleanup = text()


class Limitation(Record):
    """A known limitation, which users should hear of."""

    description = text()
    workaround = text()
    planned = text()


class Flag(Record):
    """A feature flag."""

    service = text()
    description = text()
    owner = text()
    rollout_percent = texts("percent")
    fallback = text()


class System(Record):
    """A system of others that the release depends on."""

    kind = text()
    breaks = text()
    check = text()
    contact = text()


class CommitSource(Record):
    """A source of the commits of the release."""

    context = text()
    since = text()
    until = text()


class Journey(Record):
    """A way of users through the product that has to work."""

    title = text()
    steps = text()
    automated = flag()
    test = text()


class Suite(Record):
    """A suite of tests, and how it ended."""

    passed = figure()
    total = figure()
    load_percent = figure("percent")
    report = text()


class Baselines(Record):
    """Baselines: ordinary values before the release."""

    error_rate_percent = figure("percent")
    p95_latency_ms = figure("ms")


class Metric(Record):
    """A number that the business watches."""

    title = text()
    baseline = figure()
    unit = text()
    alert_below = figure()
    alert_above = figure()
    where = text()


class Criterion(Record):
    """A criterion that only people can judge."""

    title = text()
    category = text()
    met = flag()
    owner = text()
    proof = text()


class Risk(Record):
    """A risk, as people see it."""

    title = text()
    description = text()
    probability = text()
    impact = text()
    mitigation = texts()
    contingency = texts()
    criteria = texts()
    owner = text()


class Needs(Record):
    """Needs by which deployment strategies are scored."""

    zero_downtime = flag()
    rollback_within_minutes = figure("minutes")
    exposure = text()
    double_capacity = flag()
    mixed_versions = flag()


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


class Support(Record):
    """Whom outside the company one can call."""

    company = text()
    plan = text()
    contact = text()
    use = text()


class Release(Record):
    """One release, as only people know it."""

    version = text()
    previous = text()
    name = text()
    summary = text()
    reason = text()
    value = text()
    audience = text()
    ticket = text()
    status = text()
    planning_started = day()
    date = day()
    window = part(Window)
    cadence = text()
    calendar = part(Calendar)
    people = parts(Person)
    on_call = part(OnCall)
    absences = parts(Absence)
    channels = part(Channels)
    updates_minutes = figure("minutes")
    communications = parts(Communication)
    features = parts(Feature)
    fixes = parts(Fix)
    improvements = parts(Improvement)
    breaking_changes = parts(BreakingChange)
    database_changes = parts(DatabaseChange)
    limitations = parts(Limitation)
    out_of_scope = texts()
    flags = parts(Flag)
    systems = parts(System)
    history = parts(CommitSource)
    journeys = parts(Journey)
    tests = parts(Suite)
    baselines = part(Baselines)
    metrics = parts(Metric)
    criteria = parts(Criterion)
    risks = parts(Risk)
    needs = part(Needs)
    mvp = part(Mvp)
    branching = part(Branching)
    costs = parts(Cost)
    constraints = texts()
    external_support = parts(Support)
    ui = text()

    def person(self, role: Role) -> Person:
        """Return who has a role."""
        return Release.people.get(self, role)

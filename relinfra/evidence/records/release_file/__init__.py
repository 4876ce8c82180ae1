"""Records of the release file, a module each for what its models have in one."""

from relinfra.evidence.records.release_file.content import (
    BreakingChange,
    DatabaseChange,
    Feature,
    Fix,
    Flag,
    Improvement,
    Limitation,
    System,
)
from relinfra.evidence.records.release_file.people import Absence, Channels, Duty, Escalation, OnCall, Person
from relinfra.evidence.records.release_file.planning import (
    Branching,
    Calendar,
    CommitSource,
    Communication,
    Cost,
    Freeze,
    Mvp,
    Needs,
    Support,
    Window,
)
from relinfra.evidence.records.release_file.quality import Baselines, Criterion, Journey, Metric, Risk, Suite
from relinfra.evidence.records.release_file.release import Release

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

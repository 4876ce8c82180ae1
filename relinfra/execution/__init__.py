"""Execution records: what happened to a release, event by event, as the pipeline and people wrote it down.

A release file says what is planned; its record says who approved, when each stage was deployed, by which run, from
which digests, and how it ended. Documents take the state of the release from it.
"""

from relinfra.execution.events import (
    Approved,
    Checked,
    Event,
    Finished,
    Met,
    Outcome,
    RolledBack,
    Started,
    Stepped,
)
from relinfra.execution.file import (
    append_events,
    event_of,
    merge_records,
    parse_record,
    read_record,
    record_path,
    repository_record,
)
from relinfra.execution.record import ExecutionRecord, Place, State, state_after, states_along
from relinfra.execution.values import moment

__all__ = [
    "Approved",
    "Checked",
    "Event",
    "ExecutionRecord",
    "Finished",
    "Met",
    "Outcome",
    "Place",
    "RolledBack",
    "Started",
    "State",
    "Stepped",
    "append_events",
    "event_of",
    "merge_records",
    "moment",
    "parse_record",
    "read_record",
    "record_path",
    "repository_record",
    "state_after",
    "states_along",
]

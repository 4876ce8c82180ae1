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
from relinfra.execution.file import append_events, event_of, merge_records, parse_record, read_record, record_path
from relinfra.execution.record import ExecutionRecord, State, state_after
from relinfra.execution.values import moment

__all__ = [
    "Approved",
    "Checked",
    "Event",
    "ExecutionRecord",
    "Finished",
    "Met",
    "Outcome",
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
    "state_after",
]

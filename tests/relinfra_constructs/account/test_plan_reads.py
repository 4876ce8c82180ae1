"""The table of what planning reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_sentry.querying.actions import get_action_data

from relinfra_constructs.account.read_table import offered_reads, synthesized_reads

ROOT = Path(__file__).parents[3]
TABLE = {**synthesized_reads(), **offered_reads()}
CONTENT = ("GetSecretValue", "GetItem", "GetLogEvents", "GetSampledRequests", "BatchGetTraces", "ReceiveMessage")


def test_every_type_that_the_library_offers_has_a_row() -> None:
    """A type added to `scripts/aws_types.txt` is one that a preview must be able to read."""
    lines = (ROOT / "scripts" / "aws_types.txt").read_text().splitlines()
    assert {line for line in lines if line and not line.startswith("#")} == set(TABLE)


@pytest.mark.parametrize("action", sorted({action for row in TABLE.values() for action in row}))
def test_an_action_exists_and_only_reads(action: str) -> None:
    """IAM takes a misspelt name without a word, and refuses the call that it was meant for."""
    service, _, name = action.partition(":")
    known = [each for each in (get_action_data(service, name) or {}).get(service, []) if each["action"] == action]
    assert known
    assert {each["access_level"] for each in known} <= {"Read", "List"}


def test_no_row_reads_what_somebody_stored() -> None:
    """Descriptions alone: no secret, row, message, log, trace or request, and no SQL text of Performance Insights."""
    actions = {action for row in TABLE.values() for action in row}
    assert not {action for action in actions if action.endswith(CONTENT) or action.startswith("pi:")}

from __future__ import annotations

import json

import jsonschema
import pytest

from relinfra.execution.file import line_of
from relinfra.execution.schema import SCHEMA_FILE, schema_text
from tests.relinfra.execution.events import KINDS, event
from tests.support import assert_golden


def test_golden_schema_is_current() -> None:
    """The checked-in schema is that of the events; `python -m relinfra.execution.schema` writes it."""
    assert_golden(SCHEMA_FILE, schema_text().splitlines())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_valid(kind: str) -> None:
    """What the program writes, programs of others accept; a field too many or of another form they do not."""
    schema = jsonschema.Draft202012Validator(json.loads(schema_text()))
    body = json.loads(line_of(event(kind)))
    assert schema.is_valid(body)
    assert not schema.is_valid({**body, "at": "yesterday"})
    assert not schema.is_valid({**body, "extra": 1})
    assert not schema.is_valid({**body, "event": "other"})

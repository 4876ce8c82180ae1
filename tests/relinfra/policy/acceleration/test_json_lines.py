import json
import re
from typing import Any

import pytest
from checkov.common.parsers.yaml import loader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relinfra.policy.acceleration.json_lines import read

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=20
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)


def _checkovs(text: str) -> Any:
    return loader.loads(text)[0]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(OBJECTS, st.sampled_from([None, 0, 1, 2, "\t"]), st.booleans())
def test_what_is_read_is_what_checkov_reads(value: dict[str, Any], indent: int | str | None, ascii_only: bool) -> None:
    """With the same lines, in the same order, of the same types; or it is left to Checkov."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = read(text)

    assert found is None or repr(found) == repr(_checkovs(text))


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"a":{"b":[{"c":1},{}]}}',
        '{\n  "a": {\n    "b": "\\"}{\\\\"\n  }\n}\n',
        '{"a": 1, "a": 2}',
        '{"a": 1.5, "b": -0, "c": -0.0, "d": 1.5e+3, "e": 1e5, "f": 1.5e3, "g": 12E-4}',
        '{"a": [1, -2, true, null, "2026-01-01", "yes", "1_000", "<<", "="], "<<": {"b": 1}}',
        '{"a": "\\u00e9\\n\\/\\t\\u2028 \u00e9 \U0001f600  two  spaces "}',
        json.dumps({"resource": {"aws_vpc": {"main": {"tags": {"Name": "x: y # z"}}}}}, indent=2),
    ],
)
def test_plain_json_is_read_here(text: str) -> None:
    """As Checkov reads it, numbers and all."""
    assert repr(read(text)) == repr(_checkovs(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "a: 1",
        '{"a": 1} # note',
        '{"a": NaN}',
        '{\n\t"a": 1\n}',
        '{"a"\n: 1}',
        '{"a": "\\ud83d\\ude00"}',
        '{"a": "\x7f"}',
        '{"a": "\u2028"}',
        '{"a": "\x85"}',
        '{"a": 1}\r\n',
        '\ufeff{"a": 1}',
        '{"' + "k" * 1025 + '": 1}',
        '{"a": ' + "[" * 100_000,
    ],
)
def test_what_yaml_may_read_in_another_way_is_left_to_checkov(text: str) -> None:
    """It drops some of these files, and reads others as no JSON parser does."""
    assert read(text) is None


def test_lines_are_those_of_the_text() -> None:
    """From the line of the opening brace to that of the closing one."""
    text = json.dumps({"a": {"b": {"c": 1}}, "d": [{}]}, indent=2)
    inner = read(text)["a"]["b"]  # type: ignore[index]
    lines = text.splitlines()[inner["__startline__"] - 1 : inner["__endline__"]]

    assert re.sub(r"\s", "", "".join(lines)) == '"b":{"c":1}'

import json
from time import process_time

import pytest

from relinfra.errors import UsageError
from relinfra.reading.problems import Position, Problem
from relinfra.visible import visible, visible_json, visible_lines

HIDDEN = (
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u061c"),
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\x1b", "\x00", "\x7f", "\x9b", "\ue000"),
    *("\U000e0041", "\U000f0000", "\ud800", "\ufffe", "\ufdd0", "\U0001ffff"),
)
SHOWN = ("Größe", "\u041f\u0440,\u00a0\u043c", "日本", "é", "a\u0301", "\N{PILE OF POO}", "1\u202f000", "a \u2013 b")


@pytest.mark.parametrize("char", HIDDEN, ids=lambda char: f"U+{ord(char):04X}")
def test_what_hides_is_seen(char: str) -> None:
    """A sign stands where it stood, in a line, in lines and in messages; JSON keeps what it means."""
    text = f"a{char}b"
    assert visible(text) == visible_lines(text) == "a\N{REPLACEMENT CHARACTER}b"
    written = visible_json(json.dumps({text: [text]}, ensure_ascii=False, indent=1))
    assert json.loads(written) == {text: [text]}
    assert char not in written
    written.encode()
    problem = Problem(Position(f"{text}.yaml", 1, 1), (text,), f"`{text}`", text, text)
    for message in (str(problem), str(UsageError(text))):
        assert char not in message


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_seen_stays(text: str) -> None:
    """Letters of every script, their accents and the spaces of typesetting are text."""
    assert visible(text) == visible_lines(text) == visible_json(text) == text


def test_line_ends_stay_where_lines_are_meant() -> None:
    """One value cannot begin a second line of a message; lines of a report stay lines."""
    assert visible("a\r\nb\u2028c\td") == "a b c d"
    assert visible_lines("a\nb\r\nc") == "a\nb \nc"
    assert visible_json('{\n "a": 1\n}\n') == '{\n "a": 1\n}\n'


def test_long_documents_cost_little() -> None:
    """A manifest of a large project has 25 million characters, in any language."""
    text = json.dumps(["Größe", "\u0440,\u00a0\u043c", "x" * 60] * 50_000, ensure_ascii=False, indent=1)
    started = process_time()

    assert visible_json(text) == text
    assert process_time() - started < 1

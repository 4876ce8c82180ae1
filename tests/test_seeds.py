"""The documents answer everything that the templates of release planners ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.yaml_file import read_yaml

TEMPLATES: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("seeds.yaml"))
DOCUMENTS = Path(__file__).parent / "golden" / "shop" / "documents" / "en"
MARKS = re.compile(r"\[\^[^]]*\]")


@cache
def text_of(document: str) -> str:
    """Return a document without the marks of its footnotes."""
    return MARKS.sub("", (DOCUMENTS / document).read_text(encoding="utf-8"))


def asked() -> Iterator[Any]:
    """Yield every row that has an answer: document, heading and words."""
    for template in TEMPLATES:
        for field, answer in template["answers"].items():
            yield pytest.param(template["document"], *answer, id=f"{template['template']}: {field}")


def below(text: str, heading: str) -> Iterator[str]:
    """Yield the text below each heading that holds the given words, down to the next of its level."""
    for found in re.finditer(rf"^(#+) .*{re.escape(heading)}.*$", text, re.MULTILINE):
        rest = text[found.end() :]
        end = re.search(rf"^#{{1,{len(found[1])}}} |^\[\^", rest, re.MULTILINE)
        yield rest[: end.start() if end else len(rest)]


@pytest.mark.parametrize(("document", "heading", "words"), list(asked()))
def test_what_a_template_asks_for_is_answered(document: str, heading: str, words: str) -> None:
    """Each field has its statement, under its heading."""
    assert any(words in part for part in below(text_of(document), heading))


def test_nothing_is_missing() -> None:
    """Every field has an answer: a heading of a document, and words below it that say something."""
    answers = [answer for template in TEMPLATES for answer in template["answers"].values()]

    assert [answer for answer in answers if not isinstance(answer, list) or len(answer[1].strip(" -[]1.>|")) < 2] == []


OPEN = {
    ("release-master/internal-release-notes.md", "Infrastructure changes", "question"): "nothing is compared with it",
    ("releases/v2.5.0/scope.md", "Infrastructure", "question"): "nothing is compared with it",
}
"""Answers that the shop leaves open, and why: its documents ask for them."""


@pytest.mark.parametrize(("document", "heading", "words"), list(asked()))
def test_an_answer_is_more_than_a_title(document: str, heading: str, words: str) -> None:
    """Behind a title, or in the column of a table, stands something that is no open question."""
    told = [one for part in below(text_of(document), heading) if words in part for one in said(part, words)]

    open_ = not any(re.search(r"\w", one.replace("**open question**", "")) for one in told)
    assert open_ == ((document, heading, words) in OPEN)


def said(part: str, words: str) -> Iterator[str]:
    """Yield what stands where the words do: the cells of a column they are the heading of, or their lines."""
    lines = part.splitlines()
    for number, line in enumerate(lines):
        if words not in line:
            continue
        cells = [cell.strip() for cell in line.split("|")]
        column = cells.index(words.strip("| ")) if words.startswith("| ") and words.strip("| ") in cells else 0
        if column and number + 1 < len(lines) and lines[number + 1].startswith("|---"):
            rows = (row.split("|") for row in lines[number + 2 :] if row.startswith("|"))
            yield from (row[column] for row in rows if len(row) > column)
        else:
            own = line.replace(words, "") if words.startswith("**") and words.endswith("**") else line
            yield " ".join((own, *(one for one in lines[number + 1 : number + 3] if one.startswith((" ", "|")))))

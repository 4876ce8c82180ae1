"""The documents answer everything that the templates of release planners ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.yaml_file import read_yaml

TEMPLATES: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("seeds.yaml"))
DOCUMENTS = Path(__file__).parent / "golden" / "shop" / "documents" / "en"
MARKS = re.compile(r"\[\^[^]]*\]")


def asked() -> Iterator[Any]:
    """Yield every row that has an answer: document, heading and words."""
    for template in TEMPLATES:
        for field, answer in template["answers"].items():
            if isinstance(answer, list):
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
    text = MARKS.sub("", (DOCUMENTS / document).read_text(encoding="utf-8"))

    assert any(words in part for part in below(text, heading))


def test_what_is_missing_says_why() -> None:
    """A field without an answer is a decision, in words."""
    missing = [one["missing"] for t in TEMPLATES for one in t["answers"].values() if isinstance(one, dict)]

    assert all(len(reason.split()) > 5 for reason in missing)


OPEN = {
    ("deployment-plan.md", "MVP: first data", "- "): "its release file names none",
    ("release-master/internal-release-notes.md", "Infrastructure changes", "- "): "nothing is compared with it",
    ("releases/v2.5.0/scope.md", "Infrastructure", "- "): "nothing is compared with it",
    ("releases/v2.5.0/resources/team-allocation.md", "Outside help", "- "): "its release file names nobody outside",
}
"""Answers that the shop leaves open, and why: its documents ask for them."""


@pytest.mark.parametrize(("document", "heading", "words"), list(asked()))
def test_an_answer_is_more_than_a_title(document: str, heading: str, words: str) -> None:
    """Behind a title, or in the column of a table, stands something that is no open question."""
    text = MARKS.sub("", (DOCUMENTS / document).read_text(encoding="utf-8"))
    told = [one for part in below(text, heading) if words in part for one in said(part, words)]

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

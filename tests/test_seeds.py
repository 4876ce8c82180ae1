"""The documents answer everything that the templates of release planners ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

TEMPLATES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("seeds.yaml").read_text(encoding="utf-8"))
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

"""Missing values: said where nobody has supplied them, and asked for at the end of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from relinfra.evidence import Fact
from relinfra.evidence.record import Field, Record
from relinfra.plan.model import Bullet, Bullets, Line, Paragraph, Section, Statement
from relinfra.plan.say import label, say

__all__ = ["field", "is_missing", "known", "missing", "open_questions"]

_HERE = "gap.here"


def missing(question: str, path: str = "", about: str = "") -> Statement:
    """Return the words for something missing; `gap.question.QUESTION` of the locales asks for it, dots as `_`.

    `path` is where the release file would say it, the question's own name unless something else is said; `about` is
    the key of what the question is about.
    """
    return Statement("", _HERE, {"question": question, "path": path or question, "about": about})


def known(fact: Fact | None, said: Statement, question: str, path: str = "") -> Statement:
    """Return what is said of a fact, or the words for its absence."""
    return said if fact else missing(question, path)


def field(entry: Record, field: Field[Any], key: str, where: str = "") -> Statement:
    """Return what one field of an entry of the release file says, as the sentence `key` has it, or ask for it.

    The sentence is given `text`. The question is `KIND_FIELD` for `release.KIND.ENTRY.FIELD`.
    """
    fact, path = field.of(entry), entry.id.removeprefix("release.")
    about = f"{where}.{entry.id}" if where else entry.id
    if fact is None:
        return missing(f"{path.partition('.')[0]}.{field.word}", f"{path}.{field.word}", entry.key)
    return say(key, about, text=fact)


def is_missing(line: Line) -> bool:
    """Whether a line says that something is missing."""
    return any(statement.key == _HERE for statement in line)


def open_questions(key: str, number: int | None, sections: Iterable[Section]) -> Section:
    """Return the section that asks for everything missing in others, each question once."""
    found = {str(one.given["path"]): one for one in _gaps(sections)}
    if not found:
        return Section(key, number, (Paragraph((label("gap.none"),)),))
    asked = (_asked(path, one) for path, one in found.items())
    return Section(key, number, (Paragraph((label("gap.opening"),)), Bullets(tuple(asked))))


def _asked(path: str, missed: Statement) -> Bullet:
    question = str(missed.given["question"]).replace(".", "_")
    return Bullet((say(f"gap.question.{question}", path, path=path, about=missed.given["about"]),))


def _gaps(sections: Iterable[Section]) -> Iterator[Statement]:
    return (statement for section in sections for statement in section.statements if statement.key == _HERE)

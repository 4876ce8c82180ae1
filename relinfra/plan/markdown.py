"""A document as Markdown, and which line says what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, singledispatchmethod

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from relinfra.plan.catalogue import Catalogue, load
from relinfra.plan.diagrams import mermaid
from relinfra.plan.diagrams.mermaid import Label, label
from relinfra.plan.footnotes import Footnotes
from relinfra.plan.markup import cell, command_code, fence, plain
from relinfra.plan.model import (
    Block,
    Bullets,
    Checklist,
    Diagram,
    Document,
    Excerpt,
    Line,
    Paragraph,
    Quote,
    Row,
    Section,
    Statement,
    Step,
    Steps,
    Subheading,
    Table,
)
from relinfra.plan.proofs import Proof

__all__ = ["EVIDENCE", "Rendered", "render"]

EVIDENCE = "evidence/"
"""What the id of a line of proof begins with; the id of its fact follows."""

# Private characters around a statement's number while the template works; no value can contain them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_TRACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True)
class Rendered:
    """The text of a document, and for each line (from 0) the ids of the statements and proofs on it."""

    text: str
    statements: tuple[tuple[str, ...], ...]


def render(document: Document, language: str = "en") -> Rendered:
    """Return a document as GitHub Markdown with footnotes. The same document gives the same bytes."""
    renderer = _Renderer(load(language), document)
    sections = [renderer.section(section) for section in document.sections]
    notes = renderer.resolved()
    raw = _template().render(sections=sections, notes=notes, words=renderer.labels)
    lines = re.sub(r"\n{3,}", "\n\n", raw).strip("\n").split("\n")
    traced = tuple(tuple(renderer.ids[int(number)] for number in _TRACE.findall(line)) for line in lines)
    return Rendered("\n".join(_TRACE.sub("", line).rstrip() for line in lines) + "\n", traced)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("relinfra.plan", "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the catalogue escapes every value, for Markdown
    )
    return environment.get_template("document.md.j2")


class _Renderer:
    def __init__(self, catalogue: Catalogue, document: Document) -> None:
        self._catalogue = catalogue
        self.footnotes = Footnotes(catalogue, document)
        self.ids: list[str] = []
        self._below: list[dict[str, str]] = []
        self._commands = 0
        title = self._text(document.heading) + self.footnotes.heading(document.heading)
        self.labels = {"title": title, "expected": catalogue.words("step.expected")}

    def section(self, section: Section) -> dict[str, object]:
        blocks = [{"kind": type(block).__name__, **self._block(block)} for block in section.blocks]
        return {"number": section.number, "title": self._catalogue.words(f"section.{section.key}"), "blocks": blocks}

    def resolved(self) -> list[dict[str, object]]:
        return [
            {
                "mark": note.mark,
                "about": note.about,
                "proofs": [self._proof(proof) for proof in note.proofs],
            }
            for note in self.footnotes.resolved()
        ]

    def _proof(self, proof: Proof) -> str:
        return "".join(self._traced(f"{EVIDENCE}{id_}") for id_ in proof.facts) + proof.text

    @singledispatchmethod
    def _block(self, block: Block) -> dict[str, object]:
        raise NotImplementedError(type(block).__name__)

    @_block.register
    def _(self, block: Paragraph) -> dict[str, object]:
        return {"text": self._marked(block.line)}

    @_block.register
    def _(self, block: Subheading) -> dict[str, object]:
        return {"text": self._text(block.line) + self.footnotes.heading(block.line), "signs": "#" * block.level}

    @_block.register
    def _(self, block: Bullets) -> dict[str, object]:
        return {"bullets": [self._point(one.line, one.under) for one in block.bullets]}

    @_block.register
    def _(self, block: Checklist) -> dict[str, object]:
        boxes = [("[x]" if one.done else "[ ]", one) for one in block.checks]
        return {"checks": [{**self._point(one.line, one.under), "box": box} for box, one in boxes]}

    @_block.register
    def _(self, block: Quote) -> dict[str, object]:
        return {"paragraphs": [self._marked(line) for line in block.paragraphs]}

    @_block.register
    def _(self, block: Steps) -> dict[str, object]:
        return {"steps": [self._step(step) for step in block.steps]}

    @_block.register
    def _(self, block: Table) -> dict[str, object]:
        headings = [cell(self._text((one,))) for one in block.headings]
        self._below.clear()
        rows = [self._row(row) for row in block.rows]
        return {"headings": headings, "rows": rows, "commands": list(self._below)}

    @_block.register
    def _(self, block: Excerpt) -> dict[str, object]:
        quoted = "\n".join(str(fact.value) for fact in block.statement.facts)
        return {"language": block.language, "text": self._trace(block.statement) + quoted, "fence": fence(quoted)}

    @_block.register
    def _(self, block: Diagram) -> dict[str, object]:
        caption = self._text(block.caption)
        return {
            "text": mermaid(block.drawing.written(self._label)),
            "caption": caption + self.footnotes.mark(block.lines),
        }

    def _label(self, line: Line) -> Label:
        traces = "".join(map(self._trace, line))
        return Label(traces + label(self._plain(line)))

    def _plain(self, line: Line) -> str:
        return plain(" ".join(map(self._catalogue.text, line)))

    def _point(self, line: Line, under: tuple[Line, ...]) -> dict[str, object]:
        return {"text": self._marked(line), "under": [self._marked(one) for one in under]}

    def _step(self, step: Step) -> dict[str, str]:
        expected = self._text(step.expected)
        mark = self.footnotes.mark((step.line, step.command, step.expected))
        return {"text": self._text(step.line) + mark, "command": self._command(step.command), "expected": expected}

    def _row(self, row: Row) -> list[str]:
        cells = [cell("<br>".join(self._text(line, self._told_below) for line in lines)) for lines in row.cells]
        cells[-1] += self.footnotes.mark(tuple(line for lines in row.cells for line in lines))
        return cells

    def _marked(self, line: Line) -> str:
        return self._text(line) + self.footnotes.mark((line,))

    def _command(self, line: Line) -> str:
        return " ".join(self._trace(statement) + self._catalogue.text(statement) for statement in line)

    def _text(self, line: Line, commanded: Callable[[str, str], str] | None = None) -> str:
        text, inline = "", commanded or (lambda trace, said: trace + command_code(said))
        for statement in line:
            said, trace = self._catalogue.text(statement), self._trace(statement)
            space = " " if text and not said.startswith((",", ";", ":", ".")) else ""
            text += space + (inline(trace, said) if statement.command else trace + said)
        return text

    def _told_below(self, trace: str, command: str) -> str:
        """Return a command as a cell has it: where that cannot hold it, the number it has below the table."""
        if "|" not in command:
            return trace + command_code(command)
        self._commands += 1
        title = self._catalogue.words("step.below", number=self._commands)
        self._below.append({"title": title, "text": trace + command})
        return self._catalogue.words("step.see_below", number=self._commands)

    def _trace(self, statement: Statement) -> str:
        return self._traced(statement.id) if statement.id else ""

    def _traced(self, id_: str) -> str:
        self.ids.append(id_)
        return f"{_OPEN}{len(self.ids) - 1}{_CLOSE}"

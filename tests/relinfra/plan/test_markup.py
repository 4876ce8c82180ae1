import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from relinfra.evidence import Fact, FileEvidence
from relinfra.plan import say
from relinfra.plan.catalogue import load
from relinfra.plan.markdown import render
from relinfra.plan.markup import cell, code, command_code, escape, fence
from relinfra.plan.model import Document, Row, Section, Table

HOSTILE = [
    "a|b",
    "`",
    "``x``",
    "<script>alert(1)</script>",
    "${{ secrets.X }}",
    "a\nb",
    "\\|",
    "[x](http://y)",
    "*b*",
    "_x_",
    "a_b",
]
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def shown(markdown: str) -> str:
    """Return the text a reader sees of one paragraph."""
    return "".join(
        token.content
        for block in MARKDOWN.parse(markdown)
        for token in block.children or []
        if token.type in ("text", "code_inline", "text_special")
    )


def html(text: str) -> str:
    """Return a table of one row with two cells, rendered."""
    return str(MARKDOWN.render(f"| a | b |\n|---|---|\n| {cell(text)} | end |\n"))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("written", [escape, code])
def test_no_text_breaks_a_table(text: str, written: object) -> None:
    """A row has as many cells as its table, and no element that the text brought along."""
    assert callable(written)
    rendered = html(written(text))
    assert rendered.count("<td>") == 2
    assert "<td>end</td>" in rendered
    assert "<script>" not in rendered
    assert "<a" not in rendered
    assert "<em>" not in rendered


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    """What a reader sees is what was written, whatever it means to Markdown."""
    assert shown(f"x {escape(text)} x") == f"x {text} x"


@given(st.text(min_size=1))
def test_nothing_starts_a_template_or_hides(text: str) -> None:
    """No double brace survives, nor a character that hides or reorders others."""
    for written in (escape(text), code(text)):
        assert "{{" not in written
        assert "\n" not in written
        assert not any(char in written for char in "\u202e\u200b\ue000\x00")


def test_ordinary_names_stay_readable() -> None:
    """Escaping leaves alone what needs none."""
    assert (
        escape("QA / UAT, db.t4g.medium (snake_case) v1.2-3: ok") == "QA / UAT, db.t4g.medium (snake_case) v1.2-3: ok"
    )
    assert code("arn:aws:iam::1:role/x_y") == "`arn:aws:iam::1:role/x_y`"


def test_a_fence_is_longer_than_what_it_holds() -> None:
    """A quoted file cannot end its own quotation."""
    assert fence("a ```` b") == "`````"
    assert fence("a") == "```"


@pytest.mark.parametrize(
    "command", ["curl -w '%{http_code}\\n' https://x/_a_", "a | b && c || d", 'x `y` "$Z"', "`a`", "<b>"]
)
def test_a_command_is_copied_as_it_stands(command: str) -> None:
    """Out of the Markdown and off the page: nothing in it is an entity, and it is shown as it is."""
    written = command_code(command)
    assert command in written
    assert shown(written) == command


def test_a_command_with_a_pipe_stands_below_its_table() -> None:
    """A cell of GitHub's tables cannot hold one: it says which it is, and the command follows in a fence."""
    named = {"domain": "a.example.com", "path": "/livez", "port": 8443}
    given = {key: Fact(key, value, "", (FileEvidence("x", 1, ""),)) for key, value in named.items()}
    stacks = (Fact("stack", "x-data", "", (FileEvidence("x", 1, ""),)),)
    commands = [say.command("probe_test", "a", **given), say.command("apply_stacks", "b", stacks=stacks, tags=())]
    rows = tuple(Row((((say.label("none"),),), ((one,),))) for one in commands)
    table = Table((say.label("none"), say.label("none")), rows)
    document = Document("x", say.label("none"), (Section("version", None, (table,)),))
    text = render(document).text
    plain_one, piped = (load("en").text(one) for one in commands)
    assert f"| `{plain_one}`[^p1] |" in text
    assert "| command 1, below[^p1] |" in text
    assert f"Command 1:\n\n```sh\n{piped}\n```" in text
    assert "&#" not in text

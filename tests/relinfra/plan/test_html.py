"""What a reader of a page sees, in a real browser where one is installed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from relinfra.plan import SETS, verify_plan, write_plan
from relinfra.plan.catalogue import LANGUAGES
from relinfra.plan.diagrams import Flowchart, Group, Kind, Shape, svg
from relinfra.plan.markup import code, escape
from relinfra.plan.page import Part, page
from tests.browser import Browser, browser_of
from tests.npm import installed
from tests.relinfra.plan.diagrams.drawings import HOSTILE
from tests.relinfra.plan.repository import with_history

EXAMPLES = Path(__file__).parents[3] / "examples"
PAGES = {
    "release-plan": "release-plan.html",
    "dep-catalog": "dep-catalog.html",
    "release-package": "releases/v2.5.0/release-package.html",
    "release-master": "release-master/release-master.html",
    "deployment-plan": "deployment-plan.html",
    "runbooks": "runbooks/runbooks.html",
}
VOID = {"meta", "br", "rect", "path", "hr"}


class Page(HTMLParser):
    """The elements of a page: tags with their attributes, and the text of headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.unclosed: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect an element without an end."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self.unclosed.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def folder(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the page of every set about the shop's release, in every language."""
    found = tmp_path_factory.mktemp("pages")
    with_history(EXAMPLES / "shop", found)
    shutil.copytree(synthesized("shop"), found / "cdktf.out")
    for language in LANGUAGES:
        given = {"repository": found / "shop", "version": "2.5.0", "language": language}
        write_plan(found / "cdktf.out", found, sets=["all"], formats=["html"], **given)
    return found


@pytest.fixture(scope="module")
def browser() -> Browser:
    """Return the browser."""
    return browser_of()


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a page whose every name means harm."""
    rows = "".join(f"| {escape(text)} | {code(text)}[^p1] |\n" for text in HOSTILE)
    shapes = tuple(Shape(str(index), Kind.SERVICE, (text,)) for index, text in enumerate(HOSTILE))
    picture = svg(Flowchart((Group(HOSTILE[0], shapes),), ()), title=HOSTILE[3], id="one")
    fence = "```mermaid\nflowchart TB\n```\n\ncaption[^p1]\n"
    heads = "".join(f"## {escape(text)}\n\n- [ ] {code(text)}\n\n" for text in HOSTILE if text)
    text = f"# {escape(HOSTILE[3])}\n\n| a | b |\n|---|---|\n{rows}\n{fence}\n{heads}\n[^p1]: {code(HOSTILE[3])}\n"
    path = tmp_path / "hostile.html"
    path.write_text(page(HOSTILE[3], "en", [Part("hostile", text, (picture,))]), encoding="utf-8")
    return path


def every_page(folder: Path) -> list[Path]:
    """Return the pages of a folder."""
    return sorted(folder.rglob("*.html"))


def test_every_set_has_a_page_in_every_language(folder: Path) -> None:
    """It lies where the set lies."""
    assert PAGES.keys() == SETS.keys()
    expected = {*PAGES.values(), *(name.replace(".html", ".ru.html") for name in PAGES.values())}
    assert {str(path.relative_to(folder)) for path in every_page(folder)} == expected


def test_pages_are_whole(folder: Path) -> None:
    """Elements end where they should, ids are unique, links lead somewhere, headings do not skip a level."""
    for path in every_page(folder):
        found = Page(path.read_text(encoding="utf-8"))
        assert found.unclosed == []
        ids = found.values("id")
        assert len(ids) == len(set(ids))
        links = [link for link in found.values("href") if link.startswith("#")]
        assert {link[1:] for link in links} <= set(ids)
        pointed = " ".join(found.values("aria-labelledby") + found.values("aria-describedby")).split()
        assert set(pointed) <= set(ids)
        levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_proof_is_reached_and_leads_back(folder: Path) -> None:
    """A mark leads to its proof, and the proof to each of its marks."""
    for path in every_page(folder):
        links = set(Page(path.read_text(encoding="utf-8")).values("href"))
        ids = set(Page(path.read_text(encoding="utf-8")).values("id"))
        notes = {f"#{one}" for one in ids if one.startswith("note-")}
        marks = {f"#{one}" for one in ids if one.startswith("ref-")}
        assert notes
        assert notes | marks <= links


def test_pages_say_their_language_and_load_nothing(folder: Path) -> None:
    """No address of anything but links, no script, and a policy that forbids both."""
    for path in every_page(folder):
        found = Page(path.read_text(encoding="utf-8"))
        tags = {tag for tag, _ in found.elements}
        assert dict(found.elements)["html"]["lang"] == ("ru" if ".ru." in path.name else "en")
        assert not tags & {"script", "link", "img", "iframe", "object", "form", "input"}
        assert not found.values("src")
        assert "default-src 'none'; style-src 'unsafe-inline'" in found.values("content")[0]


def test_pages_have_their_pictures(folder: Path) -> None:
    """Topology, traffic, schedule, workflow and branches are drawn where they are told of."""
    drawn = {
        name: sum(attributes.get("role") == "img" and tag == "svg" for tag, attributes in Page(text).elements)
        for name, path in PAGES.items()
        if (text := (folder / path).read_text(encoding="utf-8"))
    }
    assert drawn["release-plan"] >= 3
    assert drawn["deployment-plan"] >= 3
    assert drawn["release-package"] >= 2
    assert drawn["release-master"] >= 1


def test_pages_are_verified(folder: Path, tmp_path: Path) -> None:
    """A page as it was written holds; a number changed in it is found where it stands."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = copy / PAGES["release-plan"]
    given = {"repository": copy / "shop"}
    assert verify_plan(copy, copy / "cdktf.out", **given).differences == ()
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(index for index, line in enumerate(lines) if "30 minutes" in line)
    lines[number] = lines[number].replace("30 minutes", "31 minutes", 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    (difference,) = verify_plan(copy, copy / "cdktf.out", **given).differences
    assert (difference.file, difference.line) == (PAGES["release-plan"], number + 1)


def test_hostile_names_are_text(hostile: Path) -> None:
    """None becomes an element, and each is shown."""
    found = Page(hostile.read_text(encoding="utf-8"))
    assert "script" not in {tag for tag, _ in found.elements}
    for text in HOSTILE:
        assert " ".join(text.split()) in " ".join(found.text.split())


MEASURE = """
<script>
addEventListener("load", () => {
  const root = document.documentElement;
  const out = [];
  for (const text of document.querySelectorAll("svg text")) {
    const box = text.getBBox(), shape = text.closest("g")?.querySelector(".shape")?.getBBox();
    const view = text.ownerSVGElement.viewBox.baseVal;
    const inside = shape ?? {x: 0, y: 0, width: view.width, height: view.height};
    if (box.x < inside.x - 1 || box.x + box.width > inside.x + inside.width + 1) out.push(text.textContent);
  }
  document.body.dataset.found = JSON.stringify(
    {wide: root.scrollWidth - root.clientWidth, out, asked: performance.getEntriesByType("resource").length});
});
</script>
"""


def found_by(dom: str) -> dict[str, Any]:
    """Return what a script left in `data-found` of the body."""
    match = re.search(r'<body[^>]* data-found="([^"]*)"', dom)
    assert match, dom[-2000:]
    found: dict[str, Any] = json.loads(unescape(match[1]))
    return found


def measured(browser: Browser, path: Path, folder: Path, width: int) -> dict[str, Any]:
    """Return how far a page is wider than its window, which text leaves its shape, how many files it asks for."""
    text = path.read_text(encoding="utf-8")
    inner = folder / f"measured-{path.name}"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    inner.write_text(policy.sub("", text).replace("</body>", MEASURE + "</body>"), encoding="utf-8")
    # A window of Chromium is 500 pixels wide at least; a frame in it can be as narrow as a phone.
    outer = folder / f"frame-{path.name}"
    outer.write_text(
        f'<iframe src="{inner.as_uri()}" style="width:{width}px;height:800px"></iframe><script>addEventListener("load",'
        "() => document.body.dataset.found = frames[0].document.body.dataset.found)</script>",
        encoding="utf-8",
    )
    return found_by(browser.dom(outer, "--allow-file-access-from-files"))


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(
    browser: Browser, folder: Path, tmp_path: Path, name: str, width: int
) -> None:
    """A phone shows it without scrolling sideways, no text leaves its shape, and no other file is asked for."""
    for path in (folder / PAGES[name], folder / PAGES[name].replace(".html", ".ru.html")):
        assert measured(browser, path, tmp_path, width) == {"wide": 0, "out": [], "asked": 0}


@pytest.mark.slow
def test_hostile_names_fit(browser: Browser, hostile: Path, tmp_path: Path) -> None:
    """Also the longest."""
    assert measured(browser, hostile, tmp_path, 390)["wide"] == 0


@pytest.mark.slow
def test_the_browser_has_nothing_to_say(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """No error stands on the console, where one would stand had the page a script."""
    for name in PAGES.values():
        assert browser.console(folder / name) == []
    scripted = tmp_path / "scripted.html"
    text = (folder / PAGES["dep-catalog"]).read_text(encoding="utf-8")
    scripted.write_text(text.replace("</body>", "<script>alert(1)</script></body>"), encoding="utf-8")
    assert browser.console(scripted) != []


@pytest.mark.slow
def test_pages_can_be_looked_at_and_printed(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """Pictures of every page lie in the test's folder, for people to look at."""
    for name, path in PAGES.items():
        assert browser.shot(folder / path, tmp_path / f"{name}.png", width=1280, height=2000).stat().st_size > 10_000
        assert browser.paper(folder / path, tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", ["front-sheet", "run-sheet"])
def test_a_sheet_is_one_page_of_paper(
    browser: Browser, folder: Path, tmp_path: Path, sheet: str, language: str
) -> None:
    """Its questions and its evidence begin on the next: of a sheet with one more word behind it, two are printed."""
    suffix = "" if language == "en" else f".{language}"
    whole = (folder / f"releases/v2.5.0/release-package{suffix}.html").read_text(encoding="utf-8")
    head, article = re.match(r"(?s)(.*?<body>)", whole), re.search(rf'(?s)<article id="{sheet}".*?</article>', whole)
    assert head
    assert article
    carried = article[0].rpartition("<h3")[0]
    (tmp_path / "sheet.html").write_text(f"{head[0]}{carried}<h3>?</h3></article></body></html>", encoding="utf-8")
    printed = browser.paper(tmp_path / "sheet.html", tmp_path / "sheet.pdf").read_bytes()
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", printed)) == 2


AXE = """
addEventListener("load", async () => {
  const {violations, passes} = await axe.run(ASKED);
  const told = violations.map(one => [one.id, one.nodes[0].html, one.nodes[0].failureSummary]);
  document.body.dataset.found = JSON.stringify({passes: passes.length, violations: told});
});
"""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST = "color-contrast"
"""The rule that takes nine tenths of the time: pages share their colours, so that two pages are looked at for all."""


def violations(browser: Browser, page: Path, asked: dict[str, Any], *, dark: bool = False) -> Any:
    """Return what axe finds on a page, of which it has to find something good as well."""
    axe = (installed("axe", "axe-core@4.10.3") / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    look = AXE.replace("ASKED", json.dumps(asked))
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    text = text.replace("(prefers-color-scheme: dark)", "screen") if dark else text
    path = page.with_name("checked.html")
    path.write_text(text.replace("</body>", f"<script>{axe}</script><script>{look}</script></body>"), encoding="utf-8")
    found = found_by(browser.dom(path))
    path.unlink()
    assert found["passes"] >= (1 if asked["runOnly"] == [CONTRAST] else 11)
    return found["violations"]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(browser: Browser, folder: Path, name: str) -> None:
    """The rules of WCAG 2.2 AA that a program can check hold."""
    asked = {"runOnly": RULES, "rules": {CONTRAST: {"enabled": False}}}
    assert violations(browser, folder / PAGES[name], asked) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "dark"), [("release-plan", False), ("release-plan", True), ("runbooks", True)])
def test_text_can_be_told_from_what_lies_behind_it(browser: Browser, folder: Path, name: str, dark: bool) -> None:
    """By day and by night."""
    assert violations(browser, folder / PAGES[name], {"runOnly": [CONTRAST]}, dark=dark) == []

"""One place decides each state: a box, an entry of the catalogue and a gate say the same in every document."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from relinfra.plan import LANGUAGES, SETS, build_plan, write_plan
from relinfra.plan.model import Check, Checklist

SHOP = Path(__file__).parents[3] / "examples/shop"
BOX = re.compile(r"^ *- \[([ x])\] (.*)$", re.MULTILINE)
MARKS = re.compile(r" ?\[\^p\d+\]")
Synthesized = Callable[[str], Path]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a copy of the repository of the shop."""
    return Path(shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("out", "cdktf.out")))


def boxes(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield the words of every box in the documents of a folder, and whether it is ticked."""
    for document in sorted(folder.rglob("*.md")):
        for mark, words in BOX.findall(document.read_text(encoding="utf-8")):
            yield MARKS.sub("", words).partition(" (")[0].strip().casefold(), mark == "x"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_ticked_here_and_unticked_there(
    synthesized: Synthesized, shop: Path, tmp_path: Path, language: str
) -> None:
    """The same words have the same state in every set."""
    write_plan(synthesized("shop"), tmp_path / "out", repository=shop, version="2.5.0", sets=["all"], language=language)
    states = defaultdict(set)
    for words, done in boxes(tmp_path / "out"):
        states[words].add(done)
    assert any(True in found for found in states.values())
    assert {words for words, found in states.items() if len(found) > 1} == set()


@pytest.mark.parametrize("set_", SETS)
def test_a_suite_that_did_not_run_is_ticked_nowhere(synthesized: Synthesized, shop: Path, set_: str) -> None:
    """Of none, none failed: no document takes that for a result."""
    file = shop / "releases/2.5.0.yaml"
    file.write_text(file.read_text().replace("{passed: 1840, total: 1840,", "{passed: 0, total: 0,"))
    plan = build_plan(synthesized("shop"), repository=shop, version="2.5.0", set=set_)
    assert [check for check in checks(plan.documents) if check.done and suite(check) == "unit"] == []


@pytest.mark.parametrize("set_", SETS)
def test_every_box_of_a_suite_follows_its_result(synthesized: Synthesized, shop: Path, set_: str) -> None:
    """Those that pass whole are ticked, and the one that does not is not."""
    plan = build_plan(synthesized("shop"), repository=shop, version="2.5.0", set=set_)
    results = yaml.safe_load((shop / "releases/2.5.0.yaml").read_text())["tests"]
    for check in checks(plan.documents):
        if name := suite(check):
            assert check.done is (results[name]["passed"] == results[name]["total"]), name


def checks(documents: object) -> Iterator[Check]:
    """Yield every box of the documents."""
    for document in documents:  # type: ignore[attr-defined]
        for section in document.sections:
            for block in section.blocks:
                yield from block.checks if isinstance(block, Checklist) else ()


def suite(check: Check) -> str:
    """Return the suite of tests whose result a box is about; empty where it is about something else."""
    about = (statement.id for statement in check.line if statement.key in ("criteria.suite_title", "check.suite"))
    return next((one.rpartition("release.tests.")[2] for one in about), "")

"""What a run writes no more, and what becomes of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

import relinfra
from relinfra.api import write_reports
from relinfra.errors import OutputError
from relinfra.output import DocumentList

EXAMPLES = Path(__file__).parents[3] / "examples"


@dataclass
class Repository:
    """A repository of the minimal example, synthesized."""

    root: Path

    @property
    def out(self) -> Path:
        """Where everything that is made lies."""
        return self.root / "out"

    def plan(self, *sets: str, language: str = "en", formats: tuple[str, ...] = ("md",)) -> None:
        """Write sets of documents."""
        named = sets or ("release-plan",)
        stacks = self.out / "cdktf.out"
        relinfra.write_plan(stacks, self.out, repository=self.root, sets=named, language=language, formats=formats)

    @property
    def found(self) -> set[tuple[str, str]]:
        """What `verify` finds."""
        verification = relinfra.verify(self.out / "cdktf.out", self.out, repository=self.root)
        return {(one.kind, one.file) for one in verification.differences}

    @property
    def files(self) -> set[str]:
        """The documents that are there."""
        return {path.name for path in self.out.glob("*.*") if path.is_file()} - {"documents.json"}


@pytest.fixture
def repository(synthesized: Callable[[str], Path], tmp_path: Path) -> Repository:
    """Return it without documents."""
    root = tmp_path / "minimal"
    shutil.copytree(EXAMPLES / "minimal", root, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    shutil.copytree(synthesized("minimal"), root / "out" / "cdktf.out")
    return Repository(root)


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        (("md", "html"), ("md",), {"release-plan.json", "release-plan.md"}),
        (("md", "html"), ("html",), {"release-plan.json", "release-plan.html"}),
        (("md", "html"), ("json",), {"release-plan.json"}),
    ],
)
def test_a_format_that_is_given_up_is_removed(
    repository: Repository, first: tuple[str, ...], then: tuple[str, ...], left: set[str]
) -> None:
    """Its files go with the run that writes the set without it, and what is there verifies."""
    repository.plan(formats=first)
    repository.plan(formats=then)
    assert (repository.files, repository.found) == (left, set())


def test_an_edited_file_stays_and_is_named(repository: Repository) -> None:
    """Nobody's words are removed; `verify` says that nothing proves them."""
    repository.plan(formats=("md", "html"))
    page = repository.out / "release-plan.html"
    page.write_text(page.read_text() + "<!-- mine -->")
    repository.plan()
    assert page.read_text().endswith("<!-- mine -->")
    assert repository.found == {("unlisted", "release-plan.html")}


def test_other_sets_and_languages_stay(repository: Repository) -> None:
    """A run gives up only what belongs to the sets that it writes, in the language that it writes."""
    repository.plan("release-plan", "dep-catalog", formats=("md", "html"))
    repository.plan("release-plan", language="ru", formats=("md", "html"))
    before = repository.files
    repository.plan("release-plan")
    assert (before - repository.files, repository.found) == ({"release-plan.html"}, set())


def test_a_set_that_was_removed_by_hand_leaves_the_list(repository: Repository) -> None:
    """Until another run, all of it is missed; a part that was removed is missed for good."""
    repository.plan("release-plan", "dep-catalog", "deployment-plan")
    for name in ("dep-catalog.md", "dep-catalog.json", "deployment-plan.md"):
        (repository.out / name).unlink()
    gone = {("gone", "dep-catalog.md"), ("gone", "dep-catalog.json"), ("gone", "deployment-plan.md")}
    assert repository.found == gone
    repository.plan("release-plan")
    assert repository.found == {("gone", "deployment-plan.md")}


def test_a_report_that_is_given_up_is_removed_and_one_of_somebody_else_stays(repository: Repository) -> None:
    """One of a format that the version before wrote, listed as this list has it."""
    report = relinfra.check(repository.out / "cdktf.out", today=date(2026, 7, 1))
    write_reports(report, repository.out)
    listed = DocumentList.read(repository.out)
    assert listed
    text = (repository.out / "policy-report.txt").read_text()
    (repository.out / "policy-report.xml").write_text(text)
    more = {**listed.files, "policy-report.xml": replace(listed.files["policy-report.txt"])}
    (repository.out / "documents.json").write_text(DocumentList(more).text)
    write_reports(report, repository.out)
    names = {f"policy-report.{form}" for form in ("txt", "json", "sarif", "baseline")}
    assert repository.files == names
    assert json.loads((repository.out / "documents.json").read_text())["files"].keys() == names
    (repository.out / "documents.json").unlink()
    write_reports(report, repository.out)  # a version that had no list wrote such ones
    elsewhere = repository.out / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "policy-report.txt").write_text("mine")
    with pytest.raises(
        OutputError, match=r"elsewhere/policy-report\.txt: would be replaced, but relinfra did not write"
    ):
        write_reports(report, elsewhere)
    assert [(one.name, one.read_text()) for one in elsewhere.iterdir()] == [("policy-report.txt", "mine")]

"""What verification takes for a difference, and what it tells of one cause."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import relinfra
from relinfra import Matrix
from relinfra.errors import UsageError
from relinfra.plan import SETS, Verification, verify_plan, write_plan
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.repository import with_history

EXAMPLES = Path(__file__).parents[3] / "examples"
SERVICE = "stacks/shop-production-service/cdk.tf.json"
BAKE = "bake_minutes: 30"


@dataclass
class Repository:
    """A repository of the shop with its stacks and documents, free to change."""

    root: Path

    @property
    def stacks(self) -> Path:
        """Where its stacks lie."""
        return self.root / "out" / "cdktf.out"

    @property
    def out(self) -> Path:
        """Where its documents lie."""
        return self.root / "out"

    def write(self, *sets: str, formats: tuple[str, ...] = ("md", "html"), against: Path | None = None) -> None:
        """Write sets of documents."""
        write_plan(
            self.stacks,
            self.out,
            repository=self.root,
            version="2.5.0",
            sets=sets,
            formats=formats,
            against=against,
        )

    def verify(self) -> Verification:
        """Verify as the command does."""
        return relinfra.verify(self.stacks, self.out, repository=self.root)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text."""
        file = self.root / path
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new, 1))

    def synth(self) -> None:
        """Synthesize the matrix anew."""
        shutil.rmtree(self.stacks)
        ReleaseApp(Matrix.load(self.root / "relinfra.yaml"), self.stacks).synth()


@pytest.fixture(scope="module")
def written(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with its stacks and every set of documents."""
    root = with_history(EXAMPLES / "shop", tmp_path_factory.mktemp("written"))
    shutil.copytree(synthesized("shop"), root / "out" / "cdktf.out")
    Repository(root).write("all")
    return root


@pytest.fixture
def repository(written: Path, tmp_path: Path) -> Repository:
    """Return a copy of it."""
    return Repository(Path(shutil.copytree(written, tmp_path / "shop")))


def test_a_comment_is_no_difference(repository: Repository) -> None:
    """Neither before nor after the stacks are synthesized anew, though every line of the matrix has moved."""
    repository.edit("relinfra.yaml", "version: 1", "# a comment\n# and another\n\nversion: 1")
    assert repository.verify().findings == ()
    repository.synth()
    assert repository.verify().findings == ()


def test_an_edit_by_hand_is_told_alone(repository: Repository) -> None:
    """Where lines of the matrix moved as well, its first one too."""
    matrix = repository.root / "relinfra.yaml"
    matrix.write_text(f"# a comment\n\n{matrix.read_text()}")
    repository.edit("out/release-plan.md", "30 minutes", "35 minutes")
    assert [(one.kind, "35 minutes" in one.document) for one in repository.verify().differences] == [("edited", True)]


def test_another_value_makes_the_stacks_older(repository: Repository) -> None:
    """Documents and stacks agree, and neither is what the matrix says."""
    repository.edit("relinfra.yaml", BAKE, "bake_minutes: 31")
    verification = repository.verify()
    assert verification.differences == ()
    (finding,) = verification.findings
    assert "environments.production" in finding
    assert "relinfra build" in finding


def test_one_change_is_one_cause(repository: Repository) -> None:
    """A value that many lines of five sets tell of is told once, with the line of the matrix, and what to do."""
    repository.edit("relinfra.yaml", BAKE, "bake_minutes: 31")
    repository.synth()
    verification = repository.verify()
    line = (repository.root / "relinfra.yaml").read_text().split("bake_minutes")[0].count("\n") + 1
    (cause,) = verification.causes
    assert cause.title.startswith(f"relinfra.yaml:{line}: ")
    assert "relinfra build" in cause.advice
    assert len(verification.differences) > 40
    assert {one.kind for one in verification.differences} == {"changed"}


def test_a_file_that_comes_moves_no_footnote(repository: Repository) -> None:
    """One fact more shifts the numbers of all footnotes behind it, and only that fact is told."""
    (repository.root / ".commitlintrc.yaml").write_text("extends: [config-conventional]\n")
    verification = repository.verify()
    assert {one.fact for one in verification.differences if one.fact} == {"project.repository.commit_check"}
    assert len(verification.causes) == 1


def test_an_edit_is_found_though_lines_have_moved(repository: Repository) -> None:
    """The line is named, and none of those that only moved."""
    repository.edit("relinfra.yaml", "version: 1", "# a comment\nversion: 1")
    repository.synth()
    repository.edit("out/release-plan.md", "for 30 minutes of bake time", "for 5 minutes of bake time")
    repository.edit("out/dep-catalog.html", "30 minutes", "5 minutes")
    found = repository.verify().differences
    assert {(one.kind, one.file) for one in found} == {("edited", "release-plan.md"), ("edited", "dep-catalog.html")}


@pytest.mark.parametrize("path", ["release-plan.json", "release-plan.md", "releases/v2.5.0/scope.md"])
def test_nothing_escapes_by_absence(repository: Repository, path: str) -> None:
    """A document or a manifest that is gone is told, though nothing that is there is wrong."""
    (repository.out / path).unlink()
    assert ("gone", path) in {(one.kind, one.file) for one in repository.verify().differences}


def test_a_document_without_list_and_manifest_is_told(repository: Repository) -> None:
    """Whoever removes both leaves a document that bears the mark of relinfra."""
    (repository.out / "release-plan.json").unlink()
    listed = json.loads((repository.out / "documents.json").read_text())
    for path in ("release-plan.json", "release-plan.md", "release-plan.html"):
        listed["files"].pop(path)
    (repository.out / "documents.json").write_text(json.dumps(listed))
    found = {(one.kind, one.file) for one in repository.verify().differences}
    assert found == {("unlisted", "release-plan.md"), ("unlisted", "release-plan.html")}


def test_a_list_without_manifest_is_told(repository: Repository) -> None:
    """A listed document that no manifest speaks of cannot be proven."""
    (repository.out / "dep-catalog.json").unlink()
    listed = json.loads((repository.out / "documents.json").read_text())
    listed["files"].pop("dep-catalog.json")
    (repository.out / "documents.json").write_text(json.dumps(listed))
    assert ("unproven", "dep-catalog.md") in {(one.kind, one.file) for one in repository.verify().differences}


def test_a_folder_without_its_list_is_told(repository: Repository) -> None:
    """The list itself is part of what is verified."""
    (repository.out / "documents.json").unlink()
    assert [(one.kind, one.file) for one in repository.verify().differences] == [("gone", "documents.json")]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("compared", [False, True])
@pytest.mark.parametrize("changed", [False, True])
def test_every_set_verifies_as_it_was_written(
    repository: Repository, tmp_path: Path, name: str, compared: bool, changed: bool
) -> None:
    """With and without former stacks, be they the same or others, which are found again where they are."""
    former = Path(shutil.copytree(repository.stacks, tmp_path / "former"))
    if changed:
        file = former / SERVICE
        body = json.loads(file.read_text())
        body["resource"]["aws_appautoscaling_target"]["web"]["min_capacity"] = 9
        file.write_text(json.dumps(body))
    out, against = tmp_path / "documents", former if compared else None
    given = {"repository": repository.root, "against": against}
    write_plan(repository.stacks, out, version="2.5.0", sets=[name], **given)
    assert verify_plan(out, repository.stacks, **given).differences == ()
    if compared:
        assert verify_plan(out, repository.stacks, repository=repository.root).differences == ()


def test_new_ids_are_refused_where_they_are_locked(repository: Repository) -> None:
    """CI starts from the ids that are committed, and says which are missing."""
    kept = repository.root / "releases" / "document-ids.json"
    ids = json.loads(kept.read_text())
    gone = next(iter(ids["DEP"]))
    del ids["DEP"][gone]
    kept.write_text(json.dumps(ids))
    given = {"repository": repository.root, "version": "2.5.0", "sets": ["dep-catalog"]}
    with pytest.raises(UsageError, match=gone):
        write_plan(repository.stacks, repository.out, locked=True, **given)
    assert [(one.kind, one.file) for one in repository.verify().differences if one.kind == "ids"] == [
        ("ids", "releases/document-ids.json")
    ]


def test_ids_beside_the_documents_are_taken_over(repository: Repository) -> None:
    """Where the version before kept them: no entry changes its id."""
    kept = repository.root / "releases" / "document-ids.json"
    ids = json.loads(kept.read_text())
    moved = {**ids, "DEP": {key: number + 100 for key, number in ids["DEP"].items()}}
    kept.unlink()
    (repository.out / "document-ids.json").write_text(json.dumps(moved))
    repository.write("dep-catalog")
    assert json.loads(kept.read_text())["DEP"] == moved["DEP"]

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

import relinfra
from relinfra.errors import UsageError
from relinfra.release import Release, load_release

EXAMPLE = Path(__file__).parents[3] / "examples/shop/relinfra.yaml"
TODAY = date(2026, 11, 16)
COMMITS = (
    "feat(cart): one page checkout\n\nRefs: SHOP-12",
    'fix!: answer "410" to v1: all\n\nBREAKING CHANGE: v1 is gone',
    "perf: read the basket once",
    "feat: keep baskets",
    "feat: keep baskets (#14)",
    "wip: \u202e$(id) \\",
    "stuff # of all kinds",
    "feat: to be taken back",
    'Revert "feat: to be taken back"',
)


def _git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", folder, "-c", "user.name=Ada: L", "-c", "user.email=a@b", *command], check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a release, and commits after it."""
    shutil.copy(EXAMPLE, tmp_path)
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "commit", "-q", "--allow-empty", "-m", "feat: begin")
    _git(tmp_path, "tag", "v1.0.0")
    for message in COMMITS:
        _git(tmp_path, "commit", "-q", "--allow-empty", "-m", message)
    return tmp_path


def _begun(folder: Path, version: str = "1.1.0") -> Release:
    relinfra.new_release(version, folder / "relinfra.yaml", today=TODAY)
    return load_release(folder, version).release


def test_commits_are_the_content(repository: Path) -> None:
    """Each in its section with author and ticket; said twice is told once, taken back is not told."""
    release = _begun(repository)
    assert (release.previous, release.planning_started) == ("1.0.0", TODAY)
    features = {key: (one.title, one.owner, one.ticket) for key, one in release.features.items()}
    assert features["one_page_checkout"] == ("one page checkout", "Ada: L", "SHOP-12")
    assert [title for title, _, _ in features.values()] == ["one page checkout", "keep baskets", "keep baskets"]
    assert [one.title for one in release.fixes.values()] == ['answer "410" to v1: all']
    assert [one.kind for one in release.improvements.values()] == ["performance"]
    assert [one.title for one in release.breaking_changes.values()] == ["v1 is gone"]


def test_what_no_convention_places_is_listed(repository: Path) -> None:
    """As people see it, and never as YAML."""
    _begun(repository)
    text = (repository / "releases/1.1.0.yaml").read_text("utf-8")
    assert "#   stuff # of all kinds\n" in text
    assert "\u202e" not in text


def test_what_only_people_know_is_marked_with_its_meaning(repository: Path) -> None:
    """Every field there is stands in the file, said or missing; a mark is taken out of its comment as it is."""
    _begun(repository)
    text = (repository / "releases/1.1.0.yaml").read_text("utf-8")
    assert set(re.findall(r"^(?:# )?(\w+):", text, re.MULTILINE)) == set(Release.written_fields())
    assert "# date: # Day on which it goes live: T-0.\n" in text
    assert "    # value: # Why it is worth having.\n" in text
    assert "#   # production waits for the approval of release-managers.\n" in text
    marks = "\n".join(line.removeprefix("# ") for line in text.splitlines() if re.match(r"# (people|  \w+: \{)", line))
    assert yaml.safe_load(marks)["people"]["qa_lead"] == {"name": None, "contact": None}


def test_migrations_of_the_live_environment_are_marked(repository: Path) -> None:
    """With the service and the database of the matrix."""
    path = repository / "relinfra.yaml"
    path.write_text(
        path.read_text().replace("      cpu: 512\n", "      cpu: 512\n      migration: {command: [migrate]}\n")
    )
    _begun(repository)
    text = (repository / "releases/1.1.0.yaml").read_text("utf-8")
    assert "#   web_migration:\n#     service: web\n#     database: main\n#     description: # What changes.\n" in text


def test_a_file_that_exists_is_refused(repository: Path) -> None:
    """Nothing of it changes; what is no version is refused too."""
    _begun(repository)
    path = repository / "releases/1.1.0.yaml"
    path.write_text("version: 1.1.0\n")
    with pytest.raises(UsageError, match=r"1\.1\.0\.yaml: exists already"):
        _begun(repository)
    assert path.read_text() == "version: 1.1.0\n"
    with pytest.raises(UsageError, match="expected a version"):
        _begun(repository, "../1.2.0")


def test_without_git_only_the_marks_are_written(tmp_path: Path) -> None:
    """The version before is that of the highest file below."""
    shutil.copy(EXAMPLE, tmp_path)
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases/1.0.0.yaml").write_text("version: 1.0.0\n")
    release = _begun(tmp_path)
    assert (release.previous, release.features) == ("1.0.0", {})
    assert "no commits, since nothing says which it has" in (tmp_path / "releases/1.1.0.yaml").read_text()

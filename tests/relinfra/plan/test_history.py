from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra import api
from relinfra.plan import verify_plan
from tests.relinfra.evidence.history.conftest import Project

SCOPE = "releases/v1.1.0/scope.md"
RELEASE = """\
version: 1.1.0
fixes:
  twice: {title: Nobody pays twice, ticket: SHOP-2}
breaking_changes:
  orders: {title: Version 1 is gone, ticket: SHOP-3}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a repository whose release has a feature, a fix, a performance gain and a breaking change."""
    made = Project(tmp_path / "project")
    made.commit("feat: begin", tag="v1.0.0")
    made.commit("feat(web): pay on | one page (#12)\n\nRefs: SHOP-1")
    made.commit("fix: charge once\n\nFixes: SHOP-2")
    made.commit("perf: read once")
    made.commit("feat!: remove version 1\n\nRefs: SHOP-3")
    made.commit("feat!: remove version 0\n\nBREAKING CHANGE: nobody may call it")
    made.write("releases/1.1.0.yaml", RELEASE)
    return made


@pytest.fixture
def write(synthesized: Callable[[str], Path], tmp_path: Path, project: Project) -> Callable[[], Path]:
    """Return what writes the documents, and returns their folder."""

    def written() -> Path:
        sets = ("release-package", "release-master")
        stacks, out = synthesized("minimal"), tmp_path / "documents"
        api.write_plan(stacks, out, repository=project.root, release="1.1.0", sets=sets)
        return out

    return written


def section(text: str, heading: str) -> str:
    """Return what stands under a heading."""
    return text.partition(f"# {heading}\n")[2].partition("\n#")[0]


def test_every_commit_is_told_with_its_numbers(write: Callable[[], Path], project: Project) -> None:
    """Scope, ticket and pull request are data: nothing in them is markup."""
    said = section((write() / SCOPE).read_text(), "What the commits say")
    id_ = project.git("rev-parse", "--short=12", "HEAD~4")
    assert f"- `{id_}` **web**: pay on &#124; one page (`SHOP-1`) (`#12`)[^" in said
    assert said.count("\n- ") == 5


def test_what_the_release_file_tells_is_not_told_again(write: Callable[[], Path]) -> None:
    """A commit with the ticket of an entry is that entry; the others are told by themselves."""
    plan = (write() / "release-master/release-plan.md").read_text()
    assert "read once" in section(plan, "Technical changes")
    assert "charge once" not in plan
    broken = section(plan, "Migrations and breaking changes")
    assert "Version 1 is gone" in broken
    assert "nobody may call it" in broken
    assert "remove version 1" not in plan


def test_a_new_commit_makes_documents_wrong_unless_it_makes_the_release(
    write: Callable[[], Path], project: Project, synthesized: Callable[[str], Path]
) -> None:
    """The documents can be committed; anything else has to be told."""
    documents = write()
    project.commit("chore(release): write the documents of 1.1.0", "documents.md")
    assert verify_plan(documents, synthesized("minimal"), repository=project.root).ok
    new = project.commit("fix: one more")[:12]
    verification = verify_plan(documents, synthesized("minimal"), repository=project.root)
    assert f"history.commit.{new}.description" in {one.fact for one in verification.differences}


def test_not_knowing_the_commits_is_a_question(write: Callable[[], Path], project: Project) -> None:
    """Without the tag of the version before, nothing says where the release begins."""
    project.git("tag", "-d", "v1.0.0")
    project.write("releases/1.1.0.yaml", f"{RELEASE}previous: 1.0.0\n")
    assert section((write() / SCOPE).read_text(), "What the commits say").strip() == "- **open question**"

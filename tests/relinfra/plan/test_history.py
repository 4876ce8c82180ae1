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
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """Return the repository of a release: one with a file of it, or another that a test names."""
    return _REPOSITORIES[getattr(request, "param", "described")](tmp_path)


def _described(tmp_path: Path) -> Project:
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


def _unlike(tmp_path: Path) -> Project:
    """Return a repository whose commits are written as people write them, and whose release file says nothing."""
    made = Project(tmp_path / "project")
    made.commit("feat: begin", tag="v1.0.0")
    made.commit("feat(cart): gift cards (#101)")
    made.commit('Revert "feat(cart): gift cards (#101)" (#102)\n\nReverts acme/hello#101')
    made.commit("feat!: drop the v1 API")
    made.commit("feat(billing): invoices by mail\n\nBREAKING CHANGE: the field total is now in cents")
    made.commit("fix: two things\n\nBREAKING CHANGE: the first\nBREAKING CHANGE: the second")
    made.commit("Rewrite the importer\n\nBREAKING CHANGE: files end with .csv")
    for message in ("✨ feat: stars", "Fix login bug", "Fix login bug", "fix: typo (#1)", "fix: typo (#2)"):
        made.commit(message)
    made.commit('Revert "feat: begin"\n\nThis reverts commit {}.'.format(made.git("rev-parse", "v1.0.0")))
    made.write("releases/1.1.0.yaml", "version: 1.1.0\n")
    return made


def _repeated(tmp_path: Path) -> Project:
    """Return a repository in which the same is said several times, in other words of the same meaning."""
    made = Project(tmp_path / "project")
    made.commit("feat: begin", tag="v1.0.0")
    for subject in ("fix: typo (#1)", "Fix: Typo (#2)", "fix: typo. (#3)", "Fix login", "fix  login."):
        made.commit(subject)
    made.commit("feat!: drop v1 (#7)\n\nBREAKING CHANGE: the first\n  goes on here\nBREAKING-CHANGE: the second")
    made.commit("feat!: drop v1 (#8)\n\nBREAKING CHANGE: the first goes on here\n\nBREAKING CHANGE: a third")
    made.write("releases/1.1.0.yaml", "version: 1.1.0\n")
    return made


_REPOSITORIES = {"described": _described, "unlike": _unlike, "repeated": _repeated}


@pytest.fixture
def write(synthesized: Callable[..., Path], tmp_path: Path, project: Project) -> Callable[..., Path]:
    """Return what writes the documents, and returns their folder."""

    def written(language: str = "en") -> Path:
        sets = ("release-package", "release-master")
        stacks, out = synthesized("minimal"), tmp_path / "documents"
        api.write_plan(stacks, out, repository=project.root, release="1.1.0", sets=sets, language=language)
        return out

    return written


def _logged(project: Project) -> list[str]:
    """Return the commits of a repository, each with its id as documents show it."""
    return project.git("log", "--abbrev=12", "--format=%h %s").splitlines()


def section(text: str, heading: str) -> str:
    """Return what stands under a heading."""
    return text.partition(f"# {heading}\n")[2].partition("\n#")[0]


def test_every_commit_is_told_with_its_numbers(write: Callable[..., Path], project: Project) -> None:
    """Scope, ticket and pull request are data: nothing in them is markup."""
    said = section((write() / SCOPE).read_text(), "What the commits say")
    id_ = project.git("rev-parse", "--short=12", "HEAD~4")
    assert f"- `{id_}` **web**: pay on &#124; one page (`SHOP-1`) (`#12`)[^" in said
    assert said.count("\n- ") == 5


def test_what_the_release_file_tells_is_not_told_again(write: Callable[..., Path]) -> None:
    """A commit with the ticket of an entry is that entry; the others are told by themselves."""
    plan = (write() / "release-master/release-plan.md").read_text()
    assert "read once" in section(plan, "Technical changes")
    assert "charge once" not in plan
    broken = section(plan, "Migrations and breaking changes")
    assert "Version 1 is gone" in broken
    assert "nobody may call it" in broken
    assert "remove version 1" not in plan


def test_a_new_commit_makes_documents_wrong_unless_it_makes_the_release(
    write: Callable[..., Path], project: Project, synthesized: Callable[..., Path]
) -> None:
    """The documents can be committed; anything else has to be told."""
    documents = write()
    project.commit("chore(release): write the documents of 1.1.0", "documents.md")
    assert verify_plan(documents, synthesized("minimal"), repository=project.root).ok
    new = project.commit("fix: one more")[:12]
    verification = verify_plan(documents, synthesized("minimal"), repository=project.root)
    assert f"history.commit.{new}.description" in {one.fact for one in verification.differences}


def test_not_knowing_the_commits_is_a_question(write: Callable[..., Path], project: Project) -> None:
    """Without the tag of the version before, nothing says where the release begins."""
    project.git("tag", "-d", "v1.0.0")
    project.write("releases/1.1.0.yaml", f"{RELEASE}previous: 1.0.0\n")
    assert section((write() / SCOPE).read_text(), "What the commits say").strip() == "- **open question**"


BREAKS = ("Drop the v1 API", "The field total is now in cents", "The first", "The second", "Files end with .csv")


@pytest.mark.parametrize("project", ["unlike"], indirect=True)
def test_customers_read_of_everything_they_have_to_change(write: Callable[..., Path]) -> None:
    """Every footer is a line of its own; what was taken back is no news, unless they had it; nothing is said twice."""
    notes = (write() / "release-master/release-notes.md").read_text()
    said = [line.partition("[^")[0] for line in section(notes, "⚠️ What you have to change").split("\n- ")[1:]]
    assert said == [*BREAKS, "No longer contained: begin"]
    assert "gift cards" not in notes
    fixes = [line.partition("[^")[0] for line in section(notes, "🐛 Fixed").split("\n- ")[1:]]
    assert fixes == ["Two things", "Typo"]


@pytest.mark.parametrize("project", ["unlike"], indirect=True)
def test_developers_read_of_every_commit(write: Callable[..., Path], project: Project) -> None:
    """What was taken back and by what, and how many commits follow no convention: each of them, repeated ones once."""
    notes = (write() / "release-master/internal-release-notes.md").read_text()
    ids = {subject: id_ for id_, subject in (line.split(" ", 1) for line in _logged(project))}
    taken, revert = ids["feat(cart): gift cards (#101)"], ids['Revert "feat(cart): gift cards (#101)" (#102)']
    back = (
        f"- `{taken}` feat(cart): gift cards (&#35;101): taken back by `{revert}`, so the release does not contain it."
    )
    assert back in section(notes, "Taken back")
    outside = section(notes, "Commits outside the convention")
    assert "4 commits do not follow Conventional Commits" in outside
    assert [outside.count(subject) for subject in ("Rewrite the importer", "✨ feat: stars", "Fix login bug")] == [
        1,
        1,
        1,
    ]
    deployed = section(notes, "Deployed changes")
    assert "gift cards" not in deployed
    assert deployed.count("typo") == 1
    assert "Taken back from an earlier release: feat: begin" in deployed
    breaking = section(notes, "Breaking changes and migrations")
    assert all(f"  - It breaks: {one}" in breaking for one in ("the first[^", "the second[^", "files end with .csv[^"))


@pytest.mark.parametrize("project", ["unlike"], indirect=True)
def test_what_breaks_others_is_a_risk(write: Callable[..., Path], project: Project) -> None:
    """Each commit that breaks something, by its own id, with every way in which it does, in every language."""
    risks = (write() / "releases/v1.1.0/risks/risk-assessment.md").read_text()
    for title in ("drop the v1 API", "invoices by mail", "two things", "Rewrite the importer"):
        assert f"Others break: {title}" in risks
        (commit,) = (line.split(" ", 1)[0] for line in _logged(project) if line.endswith(f": {title}") or title in line)
        assert f"RISK-{commit}" in risks
    assert all(f"It breaks: {one}" in risks for one in ("the first", "the second", "files end with .csv"))


@pytest.mark.parametrize("project", ["unlike"], indirect=True)
def test_russian_documents_tell_the_same(write: Callable[..., Path]) -> None:
    """Russian inflects the word for commits by their number."""
    package = (write("ru") / SCOPE.replace(".md", ".ru.md")).read_text()
    assert "4 коммита не по соглашению: вид изменений неизвестен." in package


@pytest.mark.parametrize("project", ["repeated"], indirect=True)
def test_what_is_said_again_is_told_once(write: Callable[..., Path]) -> None:
    """A full stop, a capital or another pull request makes no other change; each footer is a line, in their order."""
    folder = write() / "release-master"
    notes = (folder / "release-notes.md").read_text()
    fixed, changed = (
        [line.partition("[^")[0] for line in section(notes, heading).split("\n- ")[1:]]
        for heading in ("🐛 Fixed", "⚠️ What you have to change")
    )
    assert (fixed, changed) == (["Typo"], ["The first goes on here", "The second", "A third"])
    internal = (folder / "internal-release-notes.md").read_text()
    (typo,) = [line for line in section(internal, "Deployed changes").splitlines() if "typo" in line]
    assert [typo.count(f"(`#{number}`)") for number in (1, 2, 3)] == [1, 1, 1]
    assert section(internal, "Commits outside the convention").lower().count("fix login") == 1

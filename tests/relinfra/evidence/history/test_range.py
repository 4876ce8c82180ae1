import shutil
from pathlib import Path

import pytest

from relinfra.errors import ReleaseError, ToolError, UsageError
from relinfra.evidence.history import asking

from .conftest import Collect, Project


def told(project: Project, history: Collect, version: str) -> list[object]:
    """Return the descriptions of the commits of a release."""
    facts = history(project.root, version)
    return [facts[f"commit.{id_}.description"].value for id_ in facts["order"].value]  # type: ignore[union-attr]


@pytest.fixture
def tagged(project: Project) -> Project:
    """Return a repository with three versions, a candidate, and something after them."""
    for tag in ("v1.9.0", "v1.10.0-rc.1", "v1.10.0", "2.0.0"):
        project.commit(f"feat: {tag}", tag=tag)
    project.commit("feat: not released")
    return project


@pytest.mark.parametrize(
    ("version", "expected", "ends"),
    [
        ("1.9.0", ["v1.9.0"], (None, "v1.9.0")),
        ("1.10.0-rc.1", ["v1.10.0-rc.1"], ("v1.9.0", "v1.10.0-rc.1")),
        ("1.10.0", ["v1.10.0-rc.1", "v1.10.0"], ("v1.9.0", "v1.10.0")),
        ("2.0.0", ["2.0.0"], ("v1.10.0", "2.0.0")),
    ],
)
def test_a_release_lies_between_two_tags(
    tagged: Project, history: Collect, version: str, expected: list[str], ends: tuple[str | None, str]
) -> None:
    """After the highest version below, as numbers compare; candidates begin no release of another kind."""
    assert told(tagged, history, version) == expected
    facts = history(tagged.root, version)
    assert tuple(facts[name].value if name in facts else None for name in ("from", "to")) == ends


@pytest.mark.parametrize("tag", ["release-1.0.0", "shop@1.0.0", "v1.0", "infra/v1.0.0"])
def test_tags_of_another_form_make_no_first_release(tag: str, project: Project, history: Collect) -> None:
    """Otherwise all that was ever done would be news; the release file says where it begins."""
    project.commit("feat: begin", tag=tag)
    project.commit("feat: new")
    assert history(project.root, "1.1.0") == {}
    project.write("releases/1.1.0.yaml", f"version: 1.1.0\nhistory: {{all: {{since: {tag}}}}}\n")
    assert told(project, history, "1.1.0") == ["new"]


def test_a_release_without_a_tag_goes_up_to_the_present(tagged: Project, history: Collect) -> None:
    """It ends with HEAD, spoken of by its id."""
    facts = history(tagged.root, "2.1.0")
    assert told(tagged, history, "2.1.0") == ["not released"]
    assert (facts["from"].value, facts["to"].value) == ("2.0.0", tagged.git("rev-parse", "--short=12", "HEAD"))


@pytest.mark.parametrize("text", ["next", "v2.0.0"])
def test_what_is_no_version_has_no_commits(text: str, tagged: Project, history: Collect) -> None:
    """Which commits it would have nobody knows."""
    with pytest.raises(UsageError, match="expected a version"):
        history(tagged.root, text)


def test_the_release_file_names_the_version_before(tagged: Project, history: Collect) -> None:
    """`previous` wins over the newest version below."""
    tagged.write("releases/2.0.0.yaml", "version: 2.0.0\nprevious: 1.9.0\n")
    assert told(tagged, history, "2.0.0") == ["v1.10.0-rc.1", "v1.10.0", "2.0.0"]


def test_the_release_file_names_a_range(tagged: Project, history: Collect) -> None:
    """`since` and `until` are tags or commits, and their facts bear the name they have in the file."""
    tagged.write("releases/2.0.0.yaml", "version: 2.0.0\nhistory:\n  infra: {since: v1.9.0, until: v1.10.0}\n")
    facts = history(tagged.root, "2.0.0")
    assert told(tagged, history, "2.0.0") == ["v1.10.0-rc.1", "v1.10.0"]
    assert (facts["source.infra.from"].value, facts["source.infra.to"].value) == ("v1.9.0", "v1.10.0")
    assert facts[f"commit.{facts['order'].value[0]}.source"].value == "infra"  # type: ignore[index]


@pytest.mark.parametrize("name", ["nowhere", "--help", "HEAD~99", "v1.9.0 v1.10.0"])
def test_a_range_of_unknown_ends_is_a_mistake_with_its_place(tagged: Project, history: Collect, name: str) -> None:
    """The error names file, line and column."""
    tagged.write("releases/2.0.0.yaml", f"version: 2.0.0\nhistory:\n  infra: {{since: {name}}}\n")
    with pytest.raises(ReleaseError) as caught:
        history(tagged.root, "2.0.0")
    assert str(caught.value).startswith("releases/2.0.0.yaml:3:18: history.infra.since: ")
    assert f"`{name}`" in str(caught.value)


def test_a_range_with_nothing_in_it_is_known_to_be_empty(project: Project, history: Collect) -> None:
    """No commits is something else than not knowing which."""
    project.commit("feat: begin", tag="v1.0.0")
    facts = history(project.root, "1.0.1")
    assert (facts["order"].value, facts["unconventional"].value) == ((), 0)
    assert facts["order"].evidence == facts["to"].evidence


def test_a_folder_of_a_repository_has_its_own_commits(project: Project, history: Collect) -> None:
    """Where the matrix lies in a folder, commits elsewhere do not count, whatever the folder is called."""
    folder = "apps/[shop] *"
    project.commit("feat: begin", tag="v1.0.0")
    project.commit("feat: elsewhere", "apps/other/main.py")
    project.commit("feat: here", f"{folder}/relinfra.yaml")
    facts = history(project.root / folder, "1.1.0")
    assert [fact.value for name, fact in facts.items() if name.endswith(".description")] == ["here"]


@pytest.mark.parametrize("make", ["nothing", "no commit", "no tag of the version before"])
def test_what_is_not_known_is_no_fact(tmp_path: Path, history: Collect, make: str) -> None:
    """Outside a repository, before the first commit, or without the tag where a release begins, nothing is said."""
    root = tmp_path / "project"
    if make == "nothing":
        root.mkdir()
    else:
        project = Project(root)
        if make != "no commit":
            project.commit("feat: begin")
        project.write("releases/1.1.0.yaml", "version: 1.1.0\nprevious: 1.0.0\n")
    assert history(root, "1.1.0") == {}


def test_without_git_nothing_is_known(project: Project, history: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no git has no history to read."""
    project.commit("feat: begin")
    monkeypatch.setenv("PATH", "")
    assert history(project.root, "1.0.0") == {}


def test_a_shallow_clone_is_refused_with_what_to_do(project: Project, history: Collect, tmp_path: Path) -> None:
    """Half of the commits of a release would look like all of them; enough of them will do."""
    project.commit("feat: begin", tag="v1.0.0")
    for number in range(3):
        project.commit(f"feat: {number}")
    clones = {depth: tmp_path / f"clone{depth}" for depth in (1, 2, 4)}
    for depth, clone in clones.items():
        project.git("clone", "-q", f"--depth={depth}", project.root.as_uri(), str(clone))
    for depth in (1, 2):
        with pytest.raises(ToolError, match="found a shallow clone; run `git fetch --unshallow --tags`"):
            history(clones[depth], "1.1.0")
    assert len(history(clones[4], "1.1.0")["order"].value) == 3  # type: ignore[arg-type]
    project.git("fetch", "-q", "--depth=1", "origin", "tag", "v1.0.0", folder=clones[2])
    (clones[2] / "releases").mkdir()
    (clones[2] / "releases/1.1.0.yaml").write_text("version: 1.1.0\nprevious: 1.0.0\n")
    with pytest.raises(ToolError, match=r"expected every commit since v1\.0\.0"):
        history(clones[2], "1.1.0")


def test_no_configuration_of_others_changes_the_outcome(
    project: Project, history: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a `cliff.toml` nor the environment, even inside a hook of git."""
    project.commit("feat: begin", tag="v1.0.0")
    project.commit("feat: new")
    before = history(project.root, "1.1.0")
    project.write("cliff.toml", '[git]\ncommit_parsers = [{ message = "^feat", skip = true }]\n')
    for name, value in {
        "GIT_CLIFF_CONFIG": str(project.root / "cliff.toml"),
        "GIT_CLIFF_SKIP_COMMIT": project.git("rev-parse", "HEAD"),
        "GIT_CLIFF_OUTPUT": str(project.root / "CHANGES.md"),
        "GIT_DIR": "nowhere",
        "GIT_INDEX_FILE": "nowhere",
        "LC_ALL": "ru_RU.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    assert history(project.root, "1.1.0") == before
    assert not (project.root / "CHANGES.md").exists()


def test_a_missing_git_cliff_is_told_of(project: Project, history: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says how to get it."""
    project.commit("feat: begin")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(ToolError, match="git-cliff: not found; install it"):
        history(project.root, "1.0.0")


def test_a_repository_git_does_not_trust_is_told_of(
    project: Project, history: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git's own words say what to do."""
    project.commit("feat: begin")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    environment = {"PATH": "/usr/bin:/bin", "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    monkeypatch.setattr(asking, "environment", lambda: environment)
    with pytest.raises(ToolError, match="dubious ownership"):
        history(project.root, "1.0.0")

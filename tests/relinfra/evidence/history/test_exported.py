import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import ReleaseError
from relinfra.evidence import FileEvidence

from .conftest import Collect, Project

SHOP = Path(__file__).parents[4] / "examples" / "shop"
FILE = "releases/1.1.0.web.json"


def commit(id_: str, subject: str, **more: Any) -> dict[str, Any]:
    """Return a commit as git-cliff prints it."""
    kind, _, description = subject.partition(": ")
    return {"id": id_ * 40, "raw_message": subject, "message": description, "conventional": bool(kind), **more}


def exported(root: Path, *releases: dict[str, Any]) -> Path:
    """Write a project whose application has another repository."""
    (root / "releases").mkdir(exist_ok=True)
    (root / "releases/1.1.0.yaml").write_text(f"version: 1.1.0\nhistory:\n  web: {{context: {FILE}}}\n")
    (root / FILE).write_text(json.dumps(releases, indent=2))
    return root


def test_the_example_tells_the_commits_of_its_application(history: Collect) -> None:
    """Each is proven by its line in the exported file, and what the release file says is found in them."""
    facts = history(SHOP, "2.5.0")
    lines = (SHOP / "releases/2.5.0.web.json").read_text().splitlines()
    order = facts["order"].value
    assert isinstance(order, tuple)
    for id_ in order:
        proof = facts[f"commit.{id_}.description"].evidence[0]
        assert isinstance(proof, FileEvidence)
        assert proof.line is not None
        assert f'"id": "{id_}' in lines[proof.line - 1]
    tickets = {ticket for id_ in order if (fact := facts.get(f"commit.{id_}.ticket")) for ticket in fact.value}
    assert tickets == {"SHOP-2398", "SHOP-2411", "SHOP-2433", "SHOP-2460"}
    assert tickets == {ticket for ticket in tickets if ticket in (SHOP / "releases/2.5.0.yaml").read_text()}
    assert [facts[f"commit.{id_}.scope"].value for id_ in order if f"commit.{id_}.breaking.1.how" in facts] == ["api"]
    assert (facts["source.web.from"].value, facts["source.web.to"].value) == ("v2.4.1", "v2.5.0")


def test_what_git_cliff_prints_is_read_as_it_is(project: Project, history: Collect, tmp_path: Path) -> None:
    """An export with the defaults of git-cliff, on one line, says the same as the repository itself."""
    project.commit("feat: begin", tag="v1.0.0")
    project.commit("feat(web)!: one page (#3)\n\nRefs: SHOP-1")
    project.commit("fix: two\n\nCloses #7", tag="v1.1.0")
    from relinfra.evidence.history.cliff import _program  # noqa: PLC0415 - the one program that is run

    printed = project.run(_program(), "--offline", "--context", "v1.0.0..v1.1.0")
    other = tmp_path / "other"
    (other / "releases").mkdir(parents=True)
    (other / "releases/1.1.0.yaml").write_text(f"version: 1.1.0\nhistory:\n  web: {{context: {FILE}}}\n")
    (other / FILE).write_text(printed)
    own, read = history(project.root, "1.1.0"), history(other, "1.1.0")
    assert {
        name: fact.value for name, fact in read.items() if not name.endswith(("source", ".from", ".to", "filtered"))
    } == {name: fact.value for name, fact in own.items() if name not in ("from", "to")}


def test_an_export_may_have_lost_what_follows_no_convention(project: Project, history: Collect, tmp_path: Path) -> None:
    """git-cliff leaves such commits out unless told otherwise: then they are read, and with them GitHub's reverts."""
    from relinfra.evidence.history.cliff import _program  # noqa: PLC0415 - the one program that is run

    project.commit("feat: begin", tag="v1.0.0")
    project.commit("feat: cards (#3)")
    project.commit('Revert "feat: cards (#3)" (#4)\n\nReverts acme/hello#3')
    project.commit("Fix login bug", tag="v1.1.0")
    found = {}
    for name, setting in {"lost": (), "kept": ("GIT_CLIFF__GIT__FILTER_UNCONVENTIONAL=false",)}.items():
        printed = project.run("env", *setting, _program(), "--offline", "--context", "v1.0.0..v1.1.0")
        root = exported(tmp_path)
        (root / FILE).write_text(printed)
        facts = history(root, "1.1.0")
        filtered = facts["filtered"].value if "filtered" in facts else None
        found[name] = filtered, len(facts["order"].value), facts["unconventional"].value  # type: ignore[arg-type]
    assert found == {"lost": (("web",), 1, 0), "kept": (None, 0, 1)}


def test_releases_are_put_in_order_and_hosts_name_pull_requests(tmp_path: Path, history: Collect) -> None:
    """git-cliff prints the newest release first; a pull request may be known to GitHub alone."""
    newest = {"version": "v1.1.0", "commits": [commit("c", "fix: c", github={"pr_number": 5})]}
    oldest = {"version": "v1.1.0-rc.1", "previous": {"version": "v1.0.0"}, "commits": [commit("a", "feat: a")]}
    facts = history(exported(tmp_path, newest, oldest), "1.1.0")
    assert facts["order"].value == ("a" * 12, "c" * 12)
    assert facts[f"commit.{'c' * 12}.pull"].value == "#5"
    assert (facts["source.web.from"].value, facts["source.web.to"].value) == ("v1.0.0", "v1.1.0")


def test_a_commit_of_two_exports_is_told_once(tmp_path: Path, history: Collect) -> None:
    """Two applications of one repository share commits."""
    root = exported(tmp_path, {"commits": [commit("a", "feat: a"), commit("b", "words without a type")]})
    (root / "releases/1.1.0.yaml").write_text(
        f"version: 1.1.0\nhistory:\n  api: {{context: {FILE}}}\n  web: {{context: {FILE}}}\n"
    )
    assert history(root, "1.1.0")["order"].value[:1] == ("a" * 12,)  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, f"no readable `{FILE}`"),
        ("", f"`{FILE}`: expected JSON"),
        ("{}", f"`{FILE}`: expected a list"),
        ('[{"commits": [{"id": "abcdef1", "message": "x"}]}]', "0.commits.0.raw_message: expected the field"),
        (
            '[{"commits": [{"id": "../..", "message": "x", "raw_message": "x"}]}]',
            "0.commits.0.id: expected a text",
        ),
        ("[" * 100_000, f"`{FILE}`: expected JSON"),
    ],
)
def test_a_wrong_export_is_a_mistake_with_its_place(
    tmp_path: Path, history: Collect, text: str | None, found: str
) -> None:
    """The error names the line of the release file that names the export, and what is wrong in it."""
    root = exported(tmp_path)
    if text is None:
        (root / FILE).unlink()
    else:
        (root / FILE).write_text(text)
    with pytest.raises(ReleaseError) as caught:
        history(root, "1.1.0")
    assert str(caught.value).startswith("releases/1.1.0.yaml:3:18: history.web.context: expected ")
    assert found in str(caught.value)


def test_an_export_outside_the_repository_is_not_read(tmp_path: Path, history: Collect) -> None:
    """A release file does not reach other files of the machine."""
    root = exported(tmp_path / "project" if (tmp_path / "project").mkdir() is None else tmp_path)
    (tmp_path / "secret.json").write_text("[]")
    (root / "releases/1.1.0.yaml").write_text("version: 1.1.0\nhistory:\n  web: {context: ../secret.json}\n")
    with pytest.raises(ReleaseError, match="no readable"):
        history(root, "1.1.0")

import pytest

from relinfra.evidence import CommitEvidence

from .conftest import Collect, Project

VERSION = "1.1.0"


def said(project: Project, history: Collect, message: str) -> dict[str, object]:
    """Return what is said of one commit."""
    project.commit("feat: begin", tag="v1.0.0")
    id_ = project.commit(message)[:12]
    facts = history(project.root, VERSION)
    start = f"commit.{id_}."
    return {name.removeprefix(start): fact.value for name, fact in facts.items() if name.startswith(start)}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("docs: tell", {"type": "docs", "description": "tell"}),
        ("FEAT(Basket): keep it", {"type": "feat", "scope": "Basket", "description": "keep it"}),
        ("feat: one page (#12)", {"type": "feat", "description": "one page", "pull": "#12"}),
        ("feat: one page (!12)", {"type": "feat", "description": "one page", "pull": "!12"}),
        ("fix: x\n\nPR-URL: https://github.com/a/b/pull/99", {"type": "fix", "description": "x", "pull": "#99"}),
        ("fix: x\n\nRefs: SHOP-1, SHOP-2", {"type": "fix", "description": "x", "ticket": ("SHOP-1", "SHOP-2")}),
        ("fix: x\n\nCloses #7", {"type": "fix", "description": "x", "ticket": ("#7",)}),
        ("fix(SHOP-3): x", {"type": "fix", "scope": "SHOP-3", "description": "x", "ticket": ("SHOP-3",)}),
        ("fix: [SHOP-4] x", {"type": "fix", "description": "[SHOP-4] x", "ticket": ("SHOP-4",)}),
        ("fix: SHOP-5: x", {"type": "fix", "description": "SHOP-5: x", "ticket": ("SHOP-5",)}),
        ("fix: read UTF-8 (SHA-256)", {"type": "fix", "description": "read UTF-8 (SHA-256)"}),
        ("fix: x\n\nReviewed-by: AB-12", {"type": "fix", "description": "x"}),
        ("feat!: drop it", {"type": "feat", "description": "drop it", "breaking.1.how": "drop it"}),
        (
            "feat: drop it\n\nBREAKING CHANGE: call\n version 2",
            {"type": "feat", "description": "drop it", "breaking.1.how": "call version 2"},
        ),
        (
            "fix!: two (#3)\n\nWords.\n\nBREAKING CHANGE: one\nBREAKING-CHANGE: two\nBREAKING CHANGE: one\nRefs: #7",
            {
                "type": "fix",
                "description": "two",
                "pull": "#3",
                "ticket": ("#7",),
                "breaking.1.how": "one",
                "breaking.2.how": "two",
            },
        ),
        (
            "chore!: drop it (#3)",
            {"type": "chore", "description": "drop it", "pull": "#3", "breaking.1.how": "drop it"},
        ),
        ("fix: `a` | <b> ${{ c }}", {"type": "fix", "description": "`a` | <b> ${{ c }}"}),
    ],
)
def test_a_commit_says(project: Project, history: Collect, message: str, expected: dict[str, object]) -> None:
    """Type, scope, description, what breaks, tickets and pull request, and nothing that only looks like one."""
    assert said(project, history, message) == expected


def test_every_fact_is_proven_by_its_commit(project: Project, history: Collect) -> None:
    """The whole id, and the words of the message that say it."""
    project.commit("feat: begin", tag="v1.0.0")
    told, counted = (
        project.commit("feat(web): one page\n\nBREAKING CHANGE: x\nRefs: S-1, SHOP-2"),
        project.commit("wip"),
    )
    facts = history(project.root, VERSION)
    words = {"type": "feat", "scope": "web", "description": "one page", "breaking.1.how": "x", "ticket": "SHOP-2"}
    proofs = {name.split(".", 2)[2]: fact.evidence for name, fact in facts.items() if name.startswith("commit.")}
    assert proofs == {name: (CommitEvidence(told, text),) for name, text in words.items()}
    assert facts["order"].evidence == (CommitEvidence(told, "feat(web): one page"),)
    assert facts["unconventional"].evidence == (CommitEvidence(counted, "wip"),)
    assert all(fact.evidence for fact in facts.values())


def test_commits_are_told_in_order_without_merges(project: Project, history: Collect) -> None:
    """The oldest first; a merge adds nothing to what it merges, and a subject without a type is only counted."""
    project.commit("feat: begin", tag="v1.0.0")
    project.git("checkout", "-q", "-b", "side")
    first = project.commit("fix: one", "side.txt")
    project.git("checkout", "-q", "main")
    second = project.commit("Improve things")
    project.git("merge", "-q", "--no-ff", "-m", "feat: merge side", "side")
    third = project.commit("fix: two")
    facts = history(project.root, VERSION)
    assert facts["order"].value == (first[:12], third[:12])
    assert facts["unconventional"].value == 1
    assert facts["unconventional"].evidence == (CommitEvidence(second, "Improve things"),)


@pytest.mark.parametrize(
    ("message", "told", "breaks"),
    [
        ("feat: pay on one page (#12)", ["feat", "pay on one page"], []),
        ("feat!: drop v1 (#12)\n\nWords.", ["feat", "drop v1"], ["drop v1"]),
        ("Merge pull request #12 from acme/side\n\nfeat(api)!: drop v1", ["feat", "drop v1"], ["drop v1"]),
        (
            "Merge branch 'side' into 'main'\n\nfix: x\n\nBREAKING CHANGE: of it\n\nSee merge request a/b!7",
            [],
            ["of it"],
        ),
        ("Merge pull request #12 from acme/side\n\nfeat: pay on one page", [], []),
    ],
)
def test_a_merge_that_breaks_or_is_the_title_of_a_pull_request_speaks(
    project: Project, history: Collect, message: str, told: list[str], breaks: list[str]
) -> None:
    """Hosts write what the pull request says into it, and its commits may say nothing of that."""
    project.commit("feat: begin", tag="v1.0.0")
    project.git("checkout", "-q", "-b", "side")
    project.commit("wip", "side.txt")
    project.git("checkout", "-q", "main")
    project.git("merge", "-q", "--no-ff", "-m", message, "side")
    id_ = project.git("rev-parse", "--short=12", "HEAD")
    facts = history(project.root, VERSION)
    said = (f"commit.{id_}.type", f"commit.{id_}.description")
    assert [facts[name].value for name in said if name in facts] == told
    assert [fact.value for name, fact in facts.items() if name.endswith(f"{id_}.breaking.1.how")] == breaks


def test_what_was_taken_back_is_not_in_the_release(project: Project, history: Collect) -> None:
    """A commit and its revert cancel out; a revert of something released before is told."""
    released = project.commit("feat: released", "released.txt", tag="v1.0.0")
    project.commit("feat: soon taken back", "back.txt")
    project.git("revert", "--no-edit", "HEAD")
    project.commit("fix: taken back for a while", "while.txt")
    kept = project.git("rev-parse", "--short=12", "HEAD")
    project.git("revert", "--no-edit", "HEAD")
    project.git("revert", "--no-edit", "HEAD")
    project.git("revert", "--no-edit", released)
    facts = history(project.root, VERSION)
    undone = project.git("rev-parse", "--short=12", "HEAD")
    assert facts["order"].value == (kept, undone)
    assert (facts[f"commit.{undone}.type"].value, facts[f"commit.{undone}.description"].value) == (
        "revert",
        "feat: released",
    )
    assert facts["unconventional"].value == 0


def test_committing_the_documents_of_a_release_changes_none_of_them(project: Project, history: Collect) -> None:
    """The commits that make a release are not among those it contains."""
    project.commit("feat: begin", tag="v1.0.0")
    told = project.commit("feat: new")
    project.commit("chore(release): write the documents of 1.1.0", "release-notes.md")
    for subject in ("chore(main): release 1.1.0 (#9)", "chore: release shop-web v1.1.0", "chore: release main"):
        project.commit(subject, "CHANGELOG.md")
    others = [
        project.commit(subject)[:12]
        for subject in ("chore: released from a spell", "chore: release connections", "chore(release)!: tag otherwise")
    ]
    assert history(project.root, VERSION)["order"].value == (told[:12], *others)


@pytest.mark.parametrize(
    ("message", "breaks"),
    [
        ("Fix login bug", ()),
        ("✨ feat: stars", ()),
        ("feat (ui): space before the scope", ()),
        ("Rewrite it\n\nBREAKING CHANGE: call\nversion 2\nRefs: SHOP-1", ("call version 2",)),
        ("Rewrite it\n\nBREAKING-CHANGE: one\n\nMore.\n\nBREAKING CHANGE: two", ("one", "two")),
    ],
)
def test_what_follows_no_convention_is_not_lost(
    project: Project, history: Collect, message: str, breaks: tuple[str, ...]
) -> None:
    """Its first line, and what it breaks all the same; it is counted."""
    project.commit("feat: begin", tag="v1.0.0")
    id_ = project.commit(message)[:12]
    facts = history(project.root, VERSION)
    assert (facts["unconventional"].value, facts["others_order"].value, facts["order"].value) == (1, (id_,), ())
    assert facts[f"other.{id_}.subject"].value == message.partition("\n")[0]
    assert tuple(facts[f"other.{id_}.breaking.{n}.how"].value for n in range(1, len(breaks) + 1)) == breaks
    assert f"other.{id_}.breaking.{len(breaks) + 1}.how" not in facts

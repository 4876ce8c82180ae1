import pytest

from .conftest import Collect, Project

VERSION = "1.1.0"
SUBJECT = "feat(cart): gift cards (#101)"


@pytest.fixture
def begun(project: Project) -> Project:
    """Return a repository with a release, and one commit after it that stands."""
    project.commit("feat: begin (#90)", tag="v1.0.0")
    project.commit("fix: stand (#95)")
    return project


def standing(project: Project, history: Collect) -> list[object]:
    """Return the descriptions of what the release contains."""
    facts = history(project.root, VERSION)
    return [facts[f"commit.{id_}.description"].value for id_ in facts["order"].value]  # type: ignore[union-attr]


def taken_back(project: Project, history: Collect) -> list[tuple[object, object]]:
    """Return the first lines of what was taken back, and of what did so."""
    facts = history(project.root, VERSION)
    order = facts["taken_back_order"].value if "taken_back_order" in facts else ()
    assert isinstance(order, tuple)
    back = ((facts[f"taken_back.{id_}.subject"].value, facts[f"taken_back.{id_}.by"].value) for id_ in order)
    return [(subject, project.git("show", "-s", "--format=%s", str(by))) for subject, by in back]


@pytest.mark.parametrize(
    ("subject", "revert"),
    [
        (SUBJECT, f'Revert "{SUBJECT}" (#102)\n\nReverts acme/hello#101'),
        (SUBJECT, f'Revert "{SUBJECT}"\n\nReverts #101'),
        (SUBJECT, "chore: without gift cards for now\n\nReverts acme/hello#101."),
        ("feat: cards (!7)", 'Revert "feat: cards"\n\nThis reverts merge request !7'),
        (SUBJECT, f'Revert "{SUBJECT}"\n\nThis reverts commit {{id}}.'),
        (SUBJECT, f'Revert "{SUBJECT}"'),
        (SUBJECT, 'Revert "feat(cart): gift cards" (#102)'),
        (SUBJECT, f"revert: {SUBJECT}"),
        (SUBJECT, "revert(cart): gift cards"),
        (SUBJECT, 'revert: "gift cards"\n\nNobody wants them.'),
        ("feat: noodles", "revert: noodles\n\nRefs: {id}"),
        ("feat: noodles", "revert: noodles"),
        ("feat: noodles", "revert: let us never again speak of the noodle incident\n\nRefs: SHOP-1, {id}"),
        ("feat: noodles", "revert: noodles\n\nThis reverts commit deadbeefdeadbeef."),
        ("Fix login bug", 'Revert "Fix login bug"'),
        ("fix: coffee (#8)", "Revert fix: coffee"),
        ("fix: coffee", "Reverted 'fix: coffee' (#9)"),
        ("fix: coffee", "Reverts: Fix: Coffee"),
    ],
)
def test_neither_a_commit_nor_its_revert_is_news(begun: Project, history: Collect, subject: str, revert: str) -> None:
    """Whatever the form of the revert: but that it was taken back is known, and by what."""
    id_ = begun.commit(subject)[:9]
    message = revert.format(id=id_)
    begun.commit(message)
    assert standing(begun, history) == ["stand"]
    assert history(begun.root, VERSION)["unconventional"].value == 0
    assert taken_back(begun, history) == [(subject, message.partition("\n")[0])]


@pytest.mark.parametrize(
    ("revert", "description"),
    [
        ('Revert "feat: begin (#90)" (#91)\n\nReverts acme/hello#90', "feat: begin (#90)"),
        ("revert: feat: begin\n\nRefs: {released}", "feat: begin"),
        ("revert: begin", "begin"),
        ('Revert "fix: stand (#3)"', "fix: stand (#3)"),
        ('Revert "fix: stand"\n\nThis reverts commit {released}.', "fix: stand"),
    ],
)
def test_a_revert_of_what_was_released_before_stands(
    begun: Project, history: Collect, revert: str, description: str
) -> None:
    """Users had it, so it is news; a commit of the same words after it is another one."""
    begun.commit(revert.format(released=begun.git("rev-parse", "v1.0.0")))
    assert standing(begun, history) == ["stand", description]
    assert taken_back(begun, history) == []


def test_a_revert_takes_back_the_last_of_equal_commits_before_it(begun: Project, history: Collect) -> None:
    """What is done again after a revert stands, and two reverts take back two."""
    for message in ("feat: again", "revert: again", "feat: again", "feat: again", "revert: again", "feat: last"):
        begun.commit(message)
    begun.commit("revert: SOMETHING ELSE")
    assert standing(begun, history) == ["stand", "again", "last", "SOMETHING ELSE"]


@pytest.mark.parametrize(
    "again", ['Revert "Revert "feat: noodles""', 'Reapply "feat: noodles"', 'revert: Revert "feat: noodles"']
)
def test_a_reverted_revert_brings_a_commit_again(begun: Project, history: Collect, again: str) -> None:
    """With or without the id of the revert; nothing was taken back in the end."""
    begun.commit("feat: noodles")
    begun.commit('Revert "feat: noodles"')
    begun.commit(again)
    assert standing(begun, history) == ["stand", "noodles"]
    assert taken_back(begun, history) == []


def test_what_comes_again_after_a_release_without_it_is_news(begun: Project, history: Collect) -> None:
    """It is told as what it is, not as a revert."""
    begun.commit("feat(web): noodles")
    revert = begun.commit('Revert "feat(web): noodles"', tag="v1.0.1")
    id_ = begun.commit(f'Reapply "feat(web): noodles" (#9)\n\nThis reverts commit {revert}.')[:12]
    facts = history(begun.root, VERSION)
    said = {name: facts[f"commit.{id_}.{name}"].value for name in ("type", "scope", "description", "pull")}
    assert said == {"type": "feat", "scope": "web", "description": "noodles", "pull": "#9"}


@pytest.mark.parametrize(
    "how",
    [
        "Reverts acme/hello#7",
        "This reverts commit {merge}, reversing\nchanges made to {onto}.",
        "This reverts commit {merge}, reversing\nchanges made to 0123456789abcdef.",
    ],
)
def test_a_reverted_merge_takes_back_all_that_it_brought(begun: Project, history: Collect, how: str) -> None:
    """GitHub names the pull request in the merge, not in the commits of it."""
    begun.git("checkout", "-q", "-b", "side")
    begun.commit("feat: one of two", "one.txt")
    begun.commit("feat: two of two", "two.txt")
    begun.git("checkout", "-q", "main")
    onto = begun.commit("fix: meanwhile")
    begun.git("merge", "-q", "--no-ff", "-m", "Merge pull request #7 from acme/side\n\nBoth", "side")
    begun.commit(f'Revert "Both" (#8)\n\n{how.format(merge=begun.git("rev-parse", "HEAD"), onto=onto)}', "back.txt")
    assert standing(begun, history) == ["stand", "meanwhile"]
    assert [subject for subject, _ in taken_back(begun, history)] == ["feat: one of two", "feat: two of two"]


def test_a_revert_of_several_stands_for_what_was_released(begun: Project, history: Collect) -> None:
    """What it takes back of this release is gone all the same."""
    new, old = begun.commit("feat: new"), begun.git("rev-parse", "v1.0.0")
    begun.commit(f"revert: both\n\nRefs: {new}, {old}")
    assert standing(begun, history) == ["stand", "both"]


@pytest.mark.parametrize("message", ["Revert to the former library", "Undo the damage", "Reverting fix: of nobody"])
def test_words_that_name_no_commit_take_nothing_back(begun: Project, history: Collect, message: str) -> None:
    """They are listed as outside of the convention."""
    begun.commit("fix: the damage")
    begun.commit(message)
    assert standing(begun, history) == ["stand", "the damage"]
    assert history(begun.root, VERSION)["unconventional"].value == 1


@pytest.mark.parametrize("message", ["docs: tell how to\n\nReverts are made with git revert", "fix: x\n\nRefs: {id}"])
def test_what_only_speaks_of_another_commit_takes_nothing_back(begun: Project, history: Collect, message: str) -> None:
    """A footer `Refs` is a revert's only in a revert."""
    begun.commit(message.format(id=begun.git("rev-parse", "HEAD")))
    assert len(standing(begun, history)) == 2


@pytest.mark.parametrize(
    ("message", "withdrawn"),
    [
        ('Revert "feat(web): noodles (#3)"', "noodles"),
        ("revert: fix: noodles", "noodles"),
        ("revert: chore: noodles", None),
        ("revert: noodles", None),
    ],
)
def test_what_users_lose_is_known(project: Project, history: Collect, message: str, withdrawn: str | None) -> None:
    """They had a feature, a fix or a gain; a chore they never saw."""
    project.commit("feat: begin", tag="v1.0.0")
    id_ = project.commit(message)[:12]
    fact = history(project.root, VERSION).get(f"commit.{id_}.withdrawn")
    assert (fact.value if fact else None) == withdrawn

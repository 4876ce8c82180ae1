from pathlib import Path

from relinfra.plan import sets
from relinfra.plan.model import Section
from relinfra.plan.sets import SETS
from relinfra.plan.sets.document_set import numbered


def test_sets_are_written_in_the_order_they_declare() -> None:
    """The plan first, then what is made of the same facts for other readers; the first of them is the default."""
    expected = ["release-plan", "dep-catalog", "release-package", "release-master", "deployment-plan", "runbooks"]
    assert list(SETS) == expected
    assert len({one.order for one in SETS.values()}) == len(SETS)


def test_every_member_of_the_package_is_a_set() -> None:
    """Its module is called as the set is; `document_set` says what a set is, and is none."""
    folder = Path(sets.__file__).parent
    members = {path.stem for path in folder.iterdir() if not path.name.startswith("__")} - {"document_set"}
    assert members == {name.replace("-", "_") for name in SETS}


def test_sections_are_numbered_by_their_place() -> None:
    """Whatever number they had before."""
    sections = (Section("environments", None, ()), Section("rollback", 7, ()))
    assert [section.number for section in numbered(sections)] == [1, 2]
    assert [section.number for section in numbered(sections, first=0)] == [0, 1]

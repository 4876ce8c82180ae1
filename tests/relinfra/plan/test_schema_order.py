"""An incompatible change of a database changes the order of everything, in every document that speaks of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.plan import write_plan
from relinfra.plan.missing import is_missing
from relinfra.plan.sections.schema_order import order_back, order_forth, undone
from tests.relinfra.plan.facts import facts, text

SHOP = Path(__file__).parents[3] / "examples/shop"
POINT = "The start of the migration is the point of no return"
PROMISED = re.compile(
    "both versions work|the schema stays|previous version has to bear|has to bear the new schema|"
    "nothing more is rolled back then|at once for 30 minutes after the shift$",
    re.MULTILINE,
)
EVERYWHERE = {
    "release-plan.md",
    "dep-catalog.md",
    "run-sheet.md",
    "checklist.md",
    "deployment-strategy.md",
    "deployment-plan.md",
}
DOCUMENTS = {*EVERYWHERE, "timeline.md"}
BACK = {*EVERYWHERE, "rollback-plan.md", "scope.md", "internal-release-notes.md", "risk-assessment.md"}


@pytest.mark.parametrize(
    ("said", "forth", "back"),
    [
        ({"backward_compatible": True}, "both versions work with it", "the code alone goes back"),
        ({"backward_compatible": False}, POINT, "restore the data to"),
        ({}, "take the start of the migration for the point of no return", "ask whether the version before works"),
    ],
)
def test_the_order_follows_from_what_the_version_before_bears(said: dict[str, bool], forth: str, back: str) -> None:
    """What nobody has said is taken for the worse."""
    change = facts(
        release={"database_changes": {"add": {"description": "A column.", **said}}}
    ).release.database_changes[0]
    assert forth in text(order_forth(change))
    assert back in text(order_back(change))


@pytest.mark.parametrize("beside", [{"backward_compatible": False}, {}])
def test_what_both_versions_bear_promises_nothing_of_another_change(beside: dict[str, bool]) -> None:
    """All changes of a release go forth and back together; the worst of them says what may run meanwhile."""
    changes = {"add": {"description": "A.", "backward_compatible": True}, "drop": {"description": "B.", **beside}}
    borne = facts(release={"database_changes": changes}).release.database_changes[0]
    for language, promised in (("en", "every version may run"), ("ru", "может работать любая")):
        assert promised not in text(order_forth(borne), language)
    assert "the version before is not to be counted on" in text(order_forth(borne))
    assert "the code alone" not in text(order_back(borne))
    assert {fact.id for fact in order_forth(borne)[0].facts} > {"release.database_changes.add.backward_compatible"}


@pytest.mark.parametrize("compatible", [True, False, None])
def test_a_way_back_that_the_release_file_names_is_part_of_the_order(*, compatible: bool | None) -> None:
    """It is told with the order and without its full stop, once; where there is none, the same place asks for it."""
    said = {"description": "A column.", **({} if compatible is None else {"backward_compatible": compatible})}
    ways = {"named": {**said, "rollback": "Run bin/migrate --down."}, "silent": said}
    named, silent = facts(release={"database_changes": ways}).release.database_changes
    for language, quoted in (("en", "“Run bin/migrate --down”"), ("ru", "«Run bin/migrate --down»")):
        assert text(undone(named), language).count(quoted) == 1
        assert not is_missing(undone(named))
        assert "bin/migrate" not in text(undone(silent), language)
    assert is_missing(undone(silent))


@pytest.mark.parametrize("compatible", [True, False])
def test_every_document_tells_the_same_order(
    synthesized: Callable[[str], Path], tmp_path: Path, *, compatible: bool
) -> None:
    """Those who deploy read the point of no return, those who turn back what goes first; none promises the contrary."""
    shop = Path(shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("out", "cdktf.out")))
    file = shop / "releases/2.5.0.yaml"
    file.write_text(
        file.read_text().replace("backward_compatible: true", f"backward_compatible: {str(compatible).lower()}")
    )
    write_plan(synthesized("shop"), tmp_path / "out", repository=shop, version="2.5.0", sets=["all"])
    texts = {path: path.read_text() for path in (tmp_path / "out").rglob("*.md")}
    pointing = {path.name for path, said in texts.items() if POINT in said}
    restoring = {path.name for path, said in texts.items() if "restore the data to `RESTORE_TIME`" in said}
    assert pointing == (set() if compatible else DOCUMENTS)
    assert restoring == (set() if compatible else BACK)
    if not compatible:
        assert not [path for path, said in texts.items() if PROMISED.search(said)]
        backs = {
            path.name: line for path, said in texts.items() for line in re.findall(r"(?m)^.*swaps back to.*$", said)
        }
        assert backs.keys() >= {"summary.md", "run-sheet.md", "rollback-plan.md", "deployment-plan.md"}
        assert [name for name, line in backs.items() if "does not work with the schema" not in line] == []

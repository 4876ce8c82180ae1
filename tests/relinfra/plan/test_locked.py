"""What a lock keeps and stacks would lose is told by every set that compares."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.evidence import Facts
from relinfra.output import part_of
from relinfra.plan import SETS
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.markdown import render

SHOP = Path(__file__).parents[3] / "examples" / "shop"
DATA = "shop-production-data"


@pytest.fixture(scope="module")
def facts(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return what is known of a shop that lost a bucket and a stack which no former stacks had, but its lock has."""
    folder = tmp_path_factory.mktemp("locked")
    shutil.copytree(SHOP / "releases", folder / "releases")
    lock = json.loads((SHOP / "relinfra.lock.json").read_text())
    lock["stacks"][DATA]["resources"]["aws_s3_bucket.gone"] = {"bucket": "shop-production-gone"}
    lock["stacks"]["shop-qa-data"] = {**lock["stacks"]["shop-staging-data"], "environment": "qa"}
    (folder / "relinfra.lock.json").write_text(json.dumps(lock))
    stacks = synthesized("shop")
    return known_facts(stacks, repository=folder, version="2.5.0", against=stacks)


@pytest.mark.parametrize("name", [name for name in SETS if name != "runbooks"])
def test_every_set_tells_what_a_lock_loses(facts: Facts, name: str) -> None:
    """By its address and the line of the lock; a runbook is about what is there."""
    plan = plan_of(name, facts, "2.5.0")
    rests = {fact.id: fact for one in plan.documents for said in one.statements for fact in said.facts}
    gone = [one for one in facts.changes.every if one.address and one.address.value == "aws_s3_bucket.gone"]
    assert [getattr(rests[f"{one.id}.address"].evidence[0], "file", "") for one in gone] == ["relinfra.lock.json"]


@pytest.mark.parametrize(
    ("language", "lost", "kept"),
    [
        ("en", "`aws_s3_bucket.gone`: the data in it is lost unless a copy exists.", "nobody has let that go"),
        (
            "ru",
            "`aws_s3_bucket.gone`: хранившиеся там данные теряются, если нет копии.",
            "никто не разрешил",
        ),
    ],
)
def test_the_plan_says_what_is_lost_and_that_nobody_let_it_go(
    facts: Facts, language: str, lost: str, kept: str
) -> None:
    """One line for what goes, and one for all that a stack leaves behind."""
    text = render(plan_of("release-plan", facts, "2.5.0").documents[0], language).text
    gone = next(line for line in text.splitlines() if line.startswith("- ") and "aws_s3_bucket.gone" in line)
    assert lost in gone
    assert kept in gone
    assert f"`relinfra.lock.json` {'keeps it as it was' if language == 'en' else 'хранит'}" in gone
    left = next(line for line in text.splitlines() if line.startswith("- ") and "qa" in line.lower() and kept in line)
    assert all(f"`{name}`" in left for name in ("aws_db_instance.main", "aws_s3_bucket.assets"))
    assert text.index(gone) < text.index(left)  # data that is lost comes before data that is left


def test_the_documents_of_a_part_tell_nothing_of_the_others(synthesized: Callable[[str], Path]) -> None:
    """Compared with all stacks of before: what belongs to other environments is neither gone nor left behind."""
    stacks = synthesized("shop")
    with part_of(stacks, ["production"]) as part:
        assert known_facts(part, repository=SHOP, version="2.5.0", against=stacks).changes.every == ()

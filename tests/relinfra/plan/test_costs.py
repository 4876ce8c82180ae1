"""Whatever costs money while nobody uses it has a row in the table of costs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.evidence import Repository, collect_facts, read_output
from relinfra.evidence.stage_stacks import stages_of
from relinfra.evidence.subjects.paid import paid_types
from relinfra.plan.sections.costs import costs
from relinfra.plan.stages import deployed

ROOT = Path(__file__).parents[3]
CONSTRUCTS = ROOT / "constructs/relinfra_constructs"
ROWS = {**paid_types()["counted"], **paid_types()["told"]}


def class_of(type_: str) -> str:
    """Return what the typed layer calls a type: `aws_sns_topic` is `SnsTopic`."""
    return "".join(word.capitalize() for word in type_.removeprefix("aws_").split("_"))


def test_what_every_type_costs_is_said_once() -> None:
    """A type that is added to the constructs has to be looked up."""
    schema = json.loads((CONSTRUCTS / "aws/schema.json").read_text())["resources"]
    listed = [*(type_ for types in ROWS.values() for type_ in types)]
    listed += [*paid_types()["free"]["types"], *paid_types()["unmade"]["types"]]
    assert Counter(listed) == Counter({type_: 1 for type_ in schema if not type_.startswith("data.")})


def test_what_no_construct_makes_is_made_by_none() -> None:
    """It would have no row."""
    sources = [path for folder in (CONSTRUCTS, ROOT / "relinfra/stacks") for path in folder.rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources)
    assert [one for one in paid_types()["unmade"]["types"] if f"aws.{class_of(one)}(" in text] == []


@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_every_type_that_a_stage_pays_for_is_in_its_column(synthesized: Callable[[str], Path], example: str) -> None:
    """No row of it says that there is none."""
    output = read_output(synthesized(example))
    stages = deployed(collect_facts(output, Repository(Path("no such folder"))))
    table = costs(stages)
    assert table
    said = {row.cells[0][0][0].key.split(".")[1]: row.cells[1:] for row in table.rows}
    stacks = {one.id: one for one in stages_of(output)}
    for number, stage in enumerate(stages):
        made = [found for stack in stacks[stage.id].stacks for found in stack.resources]
        present = {
            found.type for found in made if (kind := found.at("vpc_endpoint_type")) is None or kind.text != "Gateway"
        }
        for row, types in ROWS.items():
            if present & set(types):
                assert said[row][number][0][0].key != "none", (stage.id, row)

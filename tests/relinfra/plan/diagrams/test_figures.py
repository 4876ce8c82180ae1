"""The diagrams that documents have, drawn from the facts of real stacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import Facts
from relinfra.plan import LANGUAGES, SETS, build_plan
from relinfra.plan.build import known_facts
from relinfra.plan.diagrams import Level, Shift
from relinfra.plan.figures import topology, traffic
from relinfra.plan.markdown import render
from tests.relinfra.plan.options import OPTIONS

EXAMPLES = Path(__file__).parents[4] / "examples"
FENCE = re.compile(r"^```mermaid\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
Parse = Callable[[str], str]
Options = Callable[[Mapping[str, Any]], Path]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETS)
def test_the_diagrams_of_every_document_are_mermaid(
    parse: Parse, synthesized: Callable[[str], Path], name: str, language: str
) -> None:
    """GitHub draws them."""
    plan = build_plan(synthesized("shop"), repository=EXAMPLES / "shop", version="2.5.0", set=name)
    texts = [text for one in plan.documents for text in FENCE.findall(render(one, language).text)]
    assert texts or name == "dep-catalog"
    assert [parse(text) for text in texts] == [""] * len(texts)


@pytest.mark.parametrize("name", ["worker", "firewall", "warm standby", "pilot light", "Aurora", "paths"])
def test_every_option_is_drawn(parse: Parse, with_options: Options, name: str) -> None:
    """Whatever a stage is made of, its topology leads from shapes to shapes."""
    plan = build_plan(with_options(OPTIONS[name]), repository=EXAMPLES / "minimal")
    texts = FENCE.findall(render(plan.documents[0]).text)
    assert [parse(text) for text in texts] == [""] * len(texts)
    (drawn,) = topology(facts_of(with_options, name).at("production"))
    assert drawn.drawing.labels


def test_a_service_leads_to_a_database_whose_password_terraform_makes(with_options: Options) -> None:
    """As to one whose password RDS keeps: the secret tells which database it opens."""
    (drawn,) = topology(facts_of(with_options, "readers").at("production"))
    ends = {(arrow.start, arrow.end) for arrow in drawn.drawing.arrows}
    assert ("production.service.web", "production.database.main") in ends


@pytest.mark.parametrize(
    ("name", "levels", "end"),
    [
        ("canary", (Level(0, 5), Level(10, 100)), 20),
        ("linear", (Level(0, 30), Level(5, 60), Level(10, 90), Level(15, 100)), 25),
        ("test port", (Level(0, 100),), 10),
    ],
)
def test_traffic_rises_as_the_strategy_says(
    with_options: Options, name: str, levels: tuple[Level, ...], end: float
) -> None:
    """Shares and minutes are those of the stack; the old version stays as long as it bakes."""
    (drawn,) = traffic(facts_of(with_options, name).at("production.service.web"))
    assert isinstance(drawn.drawing, Shift)
    assert (drawn.drawing.levels, drawn.drawing.end) == (levels, end)


def facts_of(with_options: Options, name: str) -> Facts:
    """Return the facts of the minimal example with an option."""
    return known_facts(with_options(OPTIONS[name]), repository=EXAMPLES / "minimal")

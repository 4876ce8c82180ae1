"""The diagrams that documents have, drawn from the facts of real stacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import Facts
from relinfra.evidence.records.project import Workflow
from relinfra.evidence.records.stage import Stage
from relinfra.plan import LANGUAGES, SETS, build_plan
from relinfra.plan.build import known_facts
from relinfra.plan.catalogue import load
from relinfra.plan.diagrams import Flowchart, Level, Shift
from relinfra.plan.figures import topology, traffic, workflow
from relinfra.plan.markdown import render
from relinfra.plan.model import Line
from tests.relinfra.plan.facts import facts, stage
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
    assert texts or name in {"dep-catalog", "runbooks"}
    assert [parse(text) for text in texts] == [""] * len(texts)


@pytest.mark.parametrize(
    "name",
    ["worker", "firewall", "warm standby", "pilot light", "Aurora", "paths", "CodeDeploy", "connections", "followed"],
)
def test_every_option_is_drawn(parse: Parse, with_options: Options, name: str) -> None:
    """Whatever a stage is made of, its topology leads from shapes to shapes."""
    plan = build_plan(with_options(OPTIONS[name]), repository=EXAMPLES / "minimal")
    texts = FENCE.findall(render(plan.documents[0]).text)
    assert [parse(text) for text in texts] == [""] * len(texts)
    (drawn,) = topology(facts_of(with_options, name).stage("production"))
    assert drawn.drawing.labels


def test_a_service_leads_to_a_database_whose_password_terraform_makes(with_options: Options) -> None:
    """As to one whose password RDS keeps: the secret tells which database it opens."""
    (drawn,) = topology(facts_of(with_options, "readers").stage("production"))
    ends = {(arrow.start, arrow.end) for arrow in drawn.drawing.arrows}
    assert ("production.service.web", "production.database.main") in ends


def test_a_login_by_iam_is_named_on_its_arrow(with_options: Options) -> None:
    """The tasks reach the database though no secret leads there, as the user that the arrow names."""
    found = {(start, end): said for start, end, said in arrows(with_options, "login")}
    assert found["hello-production-web", "hello-production-main"] == "logs in by IAM as web"
    assert found["hello-production-jobs", "hello-production-orders"] == ""


def test_code_deploy_stands_between_its_ports_and_its_tasks(with_options: Options) -> None:
    """Both target groups are drawn, each with the port whose requests it has before the traffic moves."""
    assert arrows(with_options, "CodeDeploy") >= {
        ("hello-production", "hello-production-web", "port 443"),
        ("hello-production", "hello-production-web-alt", "port 8443"),
    }


def test_a_service_leads_to_those_it_calls(with_options: Options) -> None:
    """By the name it calls them by, past the load balancer, and from the top to the bottom."""
    assert ("hello-production-web", "hello-production-prices", "prices:9000") in arrows(with_options, "connections")
    (drawn,) = topology(facts_of(with_options, "connections").stage("production"))
    assert isinstance(drawn.drawing, Flowchart)
    names = [shape.name for shape in drawn.drawing.shapes]
    assert names.index("production.service.web") < names.index("production.service.prices")


def test_services_that_all_call_each_other_are_drawn() -> None:
    """A circle has no top: the first begins, and thirty services of it take no longer than thirty others."""
    names = tuple(f"s{number:02}" for number in range(30))
    known = {name: {"name": name, "connect": {"calls": names}} for name in names}
    (drawn,) = topology(facts(production=stage(service=known)).stage("production"))
    assert isinstance(drawn.drawing, Flowchart)
    assert [shape.name.rpartition(".")[2] for shape in drawn.drawing.shapes] == list(names)


def test_a_database_leads_to_what_follows_it(with_options: Options) -> None:
    """Also where Terraform makes the password: service, database, replica, and the service that waits there."""
    database, replica = "hello-production-main", "hello-production-eu-west-2-main"
    assert arrows(with_options, "followed") >= {
        ("hello-production-web", database, ""),
        (database, replica, "replicated"),
        ("hello-production-eu-west-2-web", replica, ""),
    }


def arrows(with_options: Options, name: str) -> set[tuple[str, str, str]]:
    """Return the ways of production's topology: the first words of both shapes, and what stands at the way."""
    (drawn,) = topology(facts_of(with_options, name).stage("production"))
    chart = drawn.drawing
    assert isinstance(chart, Flowchart)

    def said(line: Line | None) -> str:
        return " ".join(map(load("en").text, line or ()))

    named = {shape.name: said(shape.labels[0]) for shape in chart.shapes}
    return {(named[one.start], named[one.end], said(one.label)) for one in chart.arrows}


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
    (drawn,) = traffic(Stage.services.get(facts_of(with_options, name).stage("production"), "web"))
    assert isinstance(drawn.drawing, Shift)
    assert (drawn.drawing.levels, drawn.drawing.end) == (levels, end)


def facts_of(with_options: Options, name: str) -> Facts:
    """Return the facts of the minimal example with an option."""
    return known_facts(with_options(OPTIONS[name]), repository=EXAMPLES / "minimal")


def test_a_job_is_drawn_behind_the_nearest_it_waits_for() -> None:
    """What these wait for themselves would only cross the picture."""
    needs = {"build": (), "test": ("build",), "deploy": ("build", "test"), "smoke": ("deploy", "build")}
    jobs = {name: {"needs": before} for name, before in needs.items()}
    known = facts(delivery={"file": "release.yml", "stages": tuple(needs), "job": jobs})
    (diagram,) = workflow(Workflow(known, "delivery"))
    assert isinstance(diagram.drawing, Flowchart)
    drawn = [(arrow.start, arrow.end) for arrow in diagram.drawing.arrows]
    assert drawn == [("build", "test"), ("test", "deploy"), ("deploy", "smoke")]

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import TerraformEvidence, read_output
from relinfra.plan import MARKDOWN, build_plan, verify_plan, write_plan
from relinfra.plan.catalogue import load
from relinfra.plan.markdown import EVIDENCE, render
from tests.relinfra.plan.options import OPTIONS, production

Options = Callable[[Mapping[str, Any]], Path]
TOOLS = {"aws", "curl", "relinfra"}


def text(output: Path) -> str:
    """Return the plan of a synthesized folder, as a reader has it before the notes."""
    return render(build_plan(output, repository=output.parent)).text.partition("\n[^p1]:")[0]


def section(plan: str, number: int) -> str:
    """Return one section without its marks."""
    found = plan.partition(f"\n## {number}. ")[2].partition("\n## ")[0]
    return re.sub(r" ?\[\^p\d+\]", "", found)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_every_fact_of_an_option_is_told_and_proven(with_options: Options, options: Mapping[str, Any]) -> None:
    """Whatever is asked for: facts are used, proven once, where they say; statements have ids; commands parse."""
    output = with_options(options)
    plan = build_plan(output, repository=output.parent)
    statements = [one for one in plan.statements if one.id]
    assert {fact.id for one in statements for fact in one.facts} == set(plan.facts)
    assert len({one.id for one in statements}) == len(statements)
    ids = [id_ for line in render(plan).statements for id_ in line if id_.startswith(EVIDENCE)]
    assert sorted(id_.removeprefix(EVIDENCE) for id_ in ids) == sorted(plan.facts)
    read = read_output(output)
    proofs = [one for fact in plan.facts.values() for one in fact.evidence if isinstance(one, TerraformEvidence)]
    assert [one for one in proofs if read.resolve(one) != one.value] == []
    commands = [load("en").text(one) for one in statements if one.command]
    assert {shlex.split(command)[0] for command in commands} <= TOOLS


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_plan_of_an_option_verifies(with_options: Options, options: Mapping[str, Any], tmp_path: Path) -> None:
    """What was just written holds."""
    output = with_options(options)
    write_plan(output, tmp_path, repository=output.parent)
    assert verify_plan(tmp_path, output, repository=output.parent).differences == ()
    assert "  " not in (tmp_path / MARKDOWN).read_text().replace("\n    -", "").replace("\n   ", "").replace("\n  -", "")


def test_a_deviation_stands_with_its_value_and_its_line(with_options: Options) -> None:
    """Section 2 lists what was set past the constructs: address, argument, value, the matrix line."""
    output = with_options(OPTIONS["override"])
    said = section(text(output), 2)
    lines = (output.parent / "relinfra.yaml").read_text().splitlines()
    line = next(number for number, found in enumerate(lines, 1) if "idle_timeout" in found)
    where = "Production: `aws_lb.main` of `hello-production-service`"
    assert f"{where} has `idle_timeout` = `120`, asked for in `relinfra.yaml:{line}`" in said
    assert f"{where} has no `enable_http2` any more" in said


def test_choices_that_cost_stand_side_by_side(with_options: Options) -> None:
    """A reader sees without a calculator what a stage is paid for; no price is invented."""
    said = section(text(with_options(OPTIONS["no NAT"])), 1).partition("### Choices")[2]
    assert re.search(r"\| NAT gateways \| 2 NAT gateways.* \| none \|", said)
    assert re.search(r"\| Interface endpoints \| none \| \d+ VPC endpoints", said)
    assert "$" not in said

"""Whatever differs from an output of before is told, in every set."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from relinfra.comparison import compare
from relinfra.comparison.alterations import alterations
from relinfra.comparison.configured import SENSITIVE
from relinfra.comparison.replacement import Effect
from relinfra.evidence import Facts, read_output
from relinfra.plan import SETS
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.manifest import recorded_fact
from relinfra.plan.markdown import render

SHOP = Path(__file__).parents[3] / "examples" / "shop"
SECRET = "correct-horse-battery"  # noqa: S105 - what must not be told


def altered(value: Any) -> Any:
    """Return a value in which every leaf that refers to nothing is another one."""
    if isinstance(value, dict):
        return {key: one if key in ("//", "lifecycle", "provider") else altered(one) for key, one in value.items()}
    if isinstance(value, list):
        return [altered(one) for one in value]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.dumps(altered(json.loads(value)))
    return value if value is None or "${" in value else f"{value}x"


@pytest.fixture(scope="module")
def outputs(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the shop's output, and one in which every argument of production is another, and a variable a secret."""
    before, after = synthesized("shop"), tmp_path_factory.mktemp("altered") / "cdktf.out"
    shutil.copytree(before, after)
    for path in after.glob("stacks/shop-production-*/cdk.tf.json"):
        body = json.loads(path.read_text())
        for type_, named in body["resource"].items():
            body["resource"][type_] = {name: altered(one) for name, one in named.items()}
        for task in body["resource"].get("aws_ecs_task_definition", {}).values():
            containers = json.loads(task["container_definitions"])
            containers[0]["environment"] = [{"name": "PARTNER_TOKEN", "value": SECRET}]
            task["container_definitions"] = json.dumps(containers)
        path.write_text(json.dumps(body))
    return before, after


@pytest.fixture(scope="module")
def facts(outputs: tuple[Path, Path]) -> Facts:
    """Return what is known of the output in which everything is another, compared with the shop's."""
    before, after = outputs
    return known_facts(after, repository=SHOP, version="2.5.0", against=before)


def leaves(was: Any, now: Any, path: str = "") -> Iterator[str]:
    """Yield the arguments of a resource that differ."""
    yield from (key for key in was if key != "//" and was[key] != now.get(key))


def test_every_argument_that_differs_is_told(outputs: tuple[Path, Path], facts: Facts) -> None:
    """No argument of any resource of production can change without a change of the plan that names it."""
    before, after = map(read_output, outputs)
    comparison = compare(before, after)
    ignored = {
        (change.stack, change.address, one.path.partition(".")[0].partition("[")[0])
        for change in comparison.changes
        for one in change.attributes
        if one.effect is Effect.NONE
    }
    told = {
        (one.stack, one.address, one.what.partition(".")[0].partition("[")[0])
        for one in (*comparison.consequences, *alterations(comparison))
    }
    differing = {
        (stack, resource.address, key)
        for stack, found in before.stacks.items()
        for resource in found.resources
        if (now := after.stacks[stack].get(resource.address)) and not resource.type.startswith("data.")
        for key in leaves(resource.body, now.body)
    }
    assert len(differing) > 600
    assert differing - told - ignored == set()
    assert len([one for one in facts.changes.every if one.kind == "altered"]) > 500


@pytest.mark.parametrize("name", [name for name in SETS if name != "runbooks"])
def test_every_set_tells_every_change(facts: Facts, name: str) -> None:
    """None of them leaves the reader to find the others; a runbook is about what is there."""
    plan = plan_of(name, facts, "2.5.0")
    rests = {fact.id for one in plan.documents for said in one.statements for fact in said.facts}
    changes = [one for one in facts.changes.every if one.address]
    assert [one.id for one in changes if not rests & {f"{one.id}.address", f"{one.id}.attribute"}] == []


def test_no_secret_is_told(facts: Facts) -> None:
    """A variable that holds one is told by its name, and both its values are covered, in documents and evidence."""
    recorded = json.dumps([recorded_fact(one) for one in facts.values()])
    said = render(plan_of("release-plan", facts, "2.5.0").documents[0], "en").text
    assert SECRET not in recorded + said
    assert "PARTNER_TOKEN" in said
    assert SENSITIVE in said

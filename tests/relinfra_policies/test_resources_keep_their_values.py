"""Every argument is held to the value that `synth` wrote last, whoever chose it: a construct, a field, an override."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from checkov.common.checks_infra.registry import get_graph_checks_registry

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from relinfra_policies.shapes.kept_rule import KeptRule
from tests.relinfra_policies.judging import failures, stack_of

MINIMAL = Path(__file__).parents[2] / "examples" / "minimal" / "relinfra.yaml"
HOSTILE = "a = {b} [c] | d: 100 % — \n"
HOSTILE_NAMES = {"a.b": "1", "a.c": "2", ".": "3", "": "4", "x: y | z": "5", "%25": "6", "[{=": "7"}
ALARM = "aws_cloudwatch_metric_alarm.web_restarts"
OF_DATA = "CKV_RELINFRA_168"
Bodies = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def overridden(tmp_path_factory: pytest.TempPathFactory) -> Bodies:
    """Stacks of production by their last name, changed by the matrix and then by the Python of a team."""
    body = yaml.safe_load(MINIMAL.read_text("utf-8"))
    body["defaults"]["overrides"] = {"network": {"aws_subnet.private_1": {"map_public_ip_on_launch": False}}}
    out = tmp_path_factory.mktemp("overridden") / "cdktf.out"
    app = ReleaseApp(Matrix.parse(yaml.safe_dump(body, sort_keys=False).encode()), out, environments=["production"])
    production = app.environments["production"]
    production.resource("network", "aws_flow_log.main").override("max_aggregation_interval", 600)
    production.resource("network", "aws_flow_log.main").override("log_format", HOSTILE)
    production.resource("observability", ALARM).override("dimensions", HOSTILE_NAMES)
    app.synth()
    return {one.parent.name.rpartition("-")[2]: json.loads(one.read_text("utf-8")) for one in out.rglob("cdk.tf.json")}


def test_an_override_in_python_is_on_record(overridden: Bodies) -> None:
    """`main.py` of a team is reviewed like its matrix: what it overrides is no change beside it."""
    assert overridden["network"]["resource"]["aws_flow_log"]["main"]["log_format"] == HOSTILE
    assert not {one for body in overridden.values() for one in failures(body) if one[0] in {OF_DATA, *_kept()}}


@pytest.mark.parametrize("changed", [{"max_aggregation_interval": 60}, {"log_format": HOSTILE[1:]}, {"beside": "new"}])
def test_what_is_changed_after_synth_fails(overridden: Bodies, changed: dict[str, Any]) -> None:
    """Another value, a text with every character that parts values, and an argument that nobody wrote."""
    body = json.loads(json.dumps(overridden["network"]))
    body["resource"]["aws_flow_log"]["main"].update(changed)

    assert (OF_DATA, "aws_flow_log.main") in failures(body)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_value_is_found_by_its_name_whatever_that_is(overridden: Bodies, name: str) -> None:
    """Names of dimensions and variables are free: a point, a colon or a percent sign in one leads to no other."""
    body = json.loads(json.dumps(overridden["observability"]))
    alarm = body["resource"]["aws_cloudwatch_metric_alarm"]["web_restarts"]
    alarm["dimensions"] = {**HOSTILE_NAMES, name: "0"}

    assert ("CKV_RELINFRA_195", ALARM) in failures(body)


def test_values_that_change_places_are_told(stacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Parameters of a database are found by their names: two that swap their values are two changes."""
    body = json.loads(json.dumps(stacks["data"]))
    first, second = body["resource"]["aws_db_parameter_group"]["main"]["parameter"][:2]
    first["value"], second["value"] = second["value"], first["value"]

    assert first["value"] != second["value"]
    assert (OF_DATA, "aws_db_parameter_group.main") in failures(body)


def test_every_declared_value_is_held(stacks: Mapping[str, Mapping[str, Any]]) -> None:
    """A contract that no rule reads would only look like one."""
    rules = [one for one in get_graph_checks_registry("terraform").checks if isinstance(one, KeptRule)]
    for body in map(stack_of, stacks.values()):
        held = {one.address for rule in rules for one, _ in rule.verdicts(body)}
        assert {one.address for one in body.all() if one.declared("values") is not None} == held


def _kept() -> set[str]:
    return {one.id for one in get_graph_checks_registry("terraform").checks if isinstance(one, KeptRule)}

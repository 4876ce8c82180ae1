"""The pack as a whole: complete, unique, documented, and loaded by plain Checkov too."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from checkov.common.bridgecrew.severities import Severities

from relinfra_policies import FOLDER, POLICIES, RETIRED, RULES
from tests.relinfra_policies.sabotaging import sabotaged
from tests.yaml_file import read_yaml

BREAKS: Mapping[str, Mapping[str, Any]] = read_yaml(Path(__file__).with_name("sabotage.yaml"))
ROOT = Path(__file__).parents[2]
TRAMPOLINE = "relinfra_policies.py"
WITHOUT_RELINFRA = """
import sys
ours = [{root!r} + part for part in ("", "/constructs", "/policies")]
sys.path = [folder for folder in sys.path if folder not in ours]
sys.meta_path = [finder for finder in sys.meta_path if "editable" not in type(finder).__module__]
assert not __import__("importlib.util").util.find_spec("relinfra_policies"), "relinfra is importable"
from checkov.main import Checkov
sys.exit(Checkov().run())
"""


def _rules() -> list[Path]:
    return sorted(file for file in FOLDER.glob("*.py") if file.name not in {"__init__.py", TRAMPOLINE})


def _id(rule: Path) -> str:
    found = re.findall(r"CKV_RELINFRA_\d+", rule.read_text("utf-8"))
    assert len(found) == 1, f"{rule.name} names {found}"
    return str(found[0])


def test_each_file_is_one_rule_with_an_id_of_its_own() -> None:
    """No id is given twice; nothing in the folder goes unloaded."""
    ids = [_id(rule) for rule in _rules()]

    assert sorted(ids) == sorted(POLICIES)


@pytest.mark.parametrize("policy", POLICIES)
def test_each_rule_says_the_same_of_itself(policy: str) -> None:
    """Whatever it is asked of, it has a severity, a reason, a remedy and the page that says so; Checkov knows them."""
    rule: Any = RULES[policy]

    assert rule.severity is Severities[rule.level]
    assert rule.guideline == rule.source
    assert re.fullmatch(r"https://\S+", rule.source)
    for said in (rule.title, rule.rationale, rule.remedy):
        assert said[0].isupper()
        assert not said.endswith(".")


@pytest.mark.parametrize("rule", _rules(), ids=lambda file: file.stem)
def test_a_python_rule_is_a_class_named_like_its_file(rule: Path) -> None:
    """File, class and rule are one thing under one name."""
    camel = "".join(part.capitalize() for part in rule.stem.split("_"))

    assert re.findall(r"^class (\w+)", rule.read_text("utf-8"), re.MULTILINE) == [camel]


@pytest.mark.parametrize("rule", _rules(), ids=lambda file: file.stem)
def test_each_rule_has_its_tests(rule: Path) -> None:
    """At the mirrored path, with blocks that pass and blocks that fail, or as breaks of a synthesized stack."""
    if _id(rule) in BREAKS:
        assert BREAKS[_id(rule)]["breaks"]
        return
    text = (Path(__file__).parent / f"test_{rule.stem}.py").read_text("utf-8")

    assert "passed ==" in text
    assert "failed ==" in text


def test_what_is_generated_from_the_rules_is_current() -> None:
    """Nobody edits tables and pages of policies: `python scripts/generate_policies.py` writes them."""
    script = str(ROOT / "scripts" / "generate_policies.py")

    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)

    assert not run.returncode, f"run `python scripts/generate_policies.py`:\n{run.stdout}{run.stderr}"


def _broken(stacks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the stacks with the first break of each rule: in twenty groups, for some hide each other."""
    found: dict[str, Any] = {}
    for policy, case in BREAKS.items():
        group = f"{case['stack']}-{int(policy.rpartition('_')[2]) % 20}"
        before = found.get(group, stacks[case["stack"]])
        found[group] = sabotaged(before, {**case.get("given", {}), **case["breaks"][0]})
    return found


def _state_of(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body["terraform"]["backend"]["s3"][name] for name in ("bucket", "key", "region")}


@pytest.mark.slow
def test_plain_checkov_loads_every_rule_where_relinfra_is_not_installed(
    stacks: Mapping[str, Mapping[str, Any]], tmp_path: Path
) -> None:
    """The folder alone is enough, under any name: whoever stops using relinfra keeps the pack."""
    folder = "renamed"
    shutil.copytree(FOLDER, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    service = {"deployment_configuration": {"strategy": "BLUE_GREEN"}, "desired_count": 2}
    blocks = {
        "aws_ecs_service": {"web": service, "api": {"desired_count": 2}},
        "aws_appautoscaling_target": {"web": {"resource_id": "service/main/${aws_ecs_service.web.name}"}},
        "aws_iam_role_policy": {
            "web": {
                "policy": json.dumps({"Statement": [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}]})
            }
        },
        "aws_lb_listener_rule": {"web": {"action": {"forward": {"target_group": [{"arn": "1"}, {"arn": "2"}]}}}},
        "aws_cloudwatch_metric_alarm": {"web": {"metric_name": "CPUUtilization"}},
        "aws_db_instance": {"main": {"engine": "postgres"}},
        "aws_ecs_task_definition": {"web": {"container_definitions": json.dumps([{"name": "web", "user": "0"}])}},
        "aws_route53_record": {
            "web": {"alias": {"evaluate_target_health": True}, "failover_routing_policy": {"type": "PRIMARY"}}
        },
        "aws_sns_topic": {"alerts": {"name": "${data.terraform_remote_state.network.outputs.gone}"}},
    }
    crossing = {
        "output": {"cross-stack-output-aws_sns_topicalertsarn": {"value": "nobody"}},
        "data": {"terraform_remote_state": {"network": {"backend": "s3", "config": _state_of(stacks["network"])}}},
    }
    broken = _broken(stacks) | {"blocks": {"provider": {"aws": {}}, "resource": blocks, **crossing}}
    for name, body in broken.items():
        (tmp_path / "stacks" / name).mkdir(parents=True)
        (tmp_path / "stacks" / name / "cdk.tf.json").write_text(json.dumps(body, indent=2), "utf-8")
    (tmp_path / "stacks" / "network-8" / "override.tf.json").write_text("{}", "utf-8")
    options = [
        "-d",
        "stacks",
        "--framework",
        "terraform_json",
        "--skip-download",
        "-o",
        "json",
    ]

    run = subprocess.run(
        [
            sys.executable,
            "-Pc",
            WITHOUT_RELINFRA.format(root=str(ROOT)),
            *options,
            "--external-checks-dir",
            folder,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stdout, run.stderr
    failed = {record["check_id"] for record in json.loads(run.stdout)["results"]["failed_checks"]}
    assert POLICIES.keys() - failed == set()


def test_a_retired_id_is_given_to_no_rule() -> None:
    """What replaced it is there, and `docs/policies.md` says both."""
    page = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")

    assert not RETIRED.keys() & POLICIES.keys()
    for one in RETIRED.values():
        asked_by = ", ".join(f"`{policy}`" for policy in one.replaced_by)
        assert set(one.replaced_by) <= POLICIES.keys()
        assert f"| `{one.policy}` | {asked_by} | {one.reason} |" in page

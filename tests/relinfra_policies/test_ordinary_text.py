"""Ordinary text is text: Checkov takes much of it for expressions, and no verdict comes of what it makes of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.policy.engine import scan
from relinfra.stacks import ReleaseApp
from relinfra_policies import FOLDER, POLICIES

ROOT = Path(__file__).parents[2]
MINIMAL = ROOT / "examples" / "minimal" / "relinfra.yaml"
TASK = "aws_ecs_task_definition.jobs"
SETTINGS = "CKV_RELINFRA_191"
HEALTH = "CKV_RELINFRA_64"
STACK = "hello-production-service"
TEXTS = (
    *(
        "postgres://h/db?sslmode=require",
        "http://a/?b=1&c=2",
        "a = b",
        "--a=b",
        'say "hi"',
        "'quoted'",
        '"both"',
        "it's",
    ),
    *("hi %{x}", "hi ${x}", "$${x}", "%{ if true }a%{ else }b%{ endif }", "${jndi:ldap://x}", "100 %", "%d"),
    *("a == b", "1 < 2", "a && b", "a || b", "curl -f http://x/ || exit 1", "test a = a", "a ? b : c", "true ? 1 : 2"),
    *(
        "[1]",
        "[1, 2][0]",
        '{"a": 1}',
        '{"a": {"b": "c = d"}}',
        "{a = 1}",
        "{}",
        "[]",
        "${",
        "}",
        "{",
        "[",
        "]",
        '"',
        "'",
    ),
    *("007", "1.0", "1e3", "0x10", "true", "False", "null", "None", "1 + 2", "print(1)", "jsonencode({a = 1})"),
    *(
        "<<EOF\nx = 1\nEOF",
        "line\nbreak",
        "tab\there",
        "back\\slash",
        "a,,b",
        "a | b",
        "x: y",
        "//",
        "`id`",
        "$(id)",
        "Ж",
    ),
    *("var.x", "local.y", "aws_lb.main.arn", "data.aws_vpc.x", "each.value", "[for x in y : x]", "x" * 90 + " = 1"),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stacks of production whose containers have such texts wherever a matrix takes one."""
    body: dict[str, Any] = yaml.safe_load(MINIMAL.read_text("utf-8"))
    services = body["defaults"]["services"]
    named = {f"TEXT_{number}": text for number, text in enumerate(TEXTS)}
    image = {"image": services["web"]["image"], "worker": True}
    services["web"] |= {"environment": {"DSN": TEXTS[0]}, "health_check": {"command": ["CMD", *TEXTS]}}
    services["jobs"] = {**image, "environment": named, "command": [*TEXTS], "migration": {"command": [*TEXTS]}}
    services["jobs"]["health_check"] = {"command": ["CMD-SHELL", 'test a = a && say "hi" %{x} || exit 1']}
    out = tmp_path_factory.mktemp("text") / "cdktf.out"
    ReleaseApp(Matrix.parse(yaml.safe_dump(body, sort_keys=False).encode()), out, environments=["production"]).synth()
    return out


def test_a_text_is_compared_as_it_was_written(written: Path, tmp_path: Path) -> None:
    """`relinfra check` finds nothing in any of them, and every one that is another afterwards."""
    shutil.copytree(written / "stacks", tmp_path / "stacks")
    _change(tmp_path / "stacks", "a = b", "a : b")
    found = scan(tmp_path)
    failed = {(one.policy, one.file.split("/")[1], one.address) for one in found.verdicts if not one.passed}

    assert {one for one in failed if one[0] in POLICIES and one[1] != "changed"} == set()
    assert {(SETTINGS, "changed", TASK), (HEALTH, "changed", "aws_ecs_task_definition.web")} <= failed
    asked = {one.policy for one in found.verdicts if one.address == TASK and STACK in one.file}
    assert {SETTINGS, HEALTH, "CKV_RELINFRA_11", "CKV_RELINFRA_51", "CKV_RELINFRA_52", "CKV_RELINFRA_163"} <= asked


@pytest.mark.slow
def test_plain_checkov_compares_them_so_too(written: Path) -> None:
    """Without relinfra's faster steps: slow, as it starts a Checkov of its own."""
    options = ("--framework", "terraform_json", "--skip-download", "-o", "json", "--external-checks-dir", str(FOLDER))
    run = subprocess.run(
        [sys.executable, "-m", "checkov.main", "-d", str(written / "stacks"), *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(FOLDER.parent)},
    )
    results = json.loads(run.stdout)["results"]

    assert {one["check_id"] for one in results["failed_checks"]} & POLICIES.keys() == set()
    assert SETTINGS in {one["check_id"] for one in results["passed_checks"]}


def _change(stacks: Path, before: str, after: str) -> None:
    """Write a copy of the services' stack beside it in which one text is another, as Checkov would have it."""
    text = (stacks / STACK / "cdk.tf.json").read_text("utf-8")
    assert before in text
    (stacks / "changed").mkdir()
    body = json.loads(text)
    body["terraform"]["backend"]["s3"]["bucket"] = "apart"
    for task in body["resource"]["aws_ecs_task_definition"].values():
        task["container_definitions"] = task["container_definitions"].replace(before, after)
    (stacks / "changed" / "cdk.tf.json").write_text(json.dumps(body), "utf-8")

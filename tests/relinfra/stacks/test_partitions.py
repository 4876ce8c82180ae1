"""Regions of other partitions: no name of the commercial one in a stack, the workflow or a document."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from relinfra.plan import write_plan
from relinfra.stacks import ReleaseApp
from tests.relinfra.plan.conftest import merged
from tests.support import terraform_applies

ROOT = Path(__file__).parents[3]
SHOP_FOLDER = ROOT / "examples" / "shop"
SHOP = yaml.safe_load((SHOP_FOLDER / "relinfra.yaml").read_text())
REGIONS = {
    "us-gov-west-1": ("us-gov-east-1", "aws-us-gov", "amazonaws.com"),
    "cn-north-1": ("cn-northwest-1", "aws-cn", "amazonaws.com.cn"),
}


def other(region: str) -> str:
    """Return examples/shop with a bootstrap, CodeDeploy, a canary and no way out, in a region of another partition."""
    recovery, _, suffix = REGIONS[region]
    text = yaml.safe_dump(merged(SHOP, _CHANGES), sort_keys=False)
    text = text.replace("us-east-1.amazonaws.com", f"us-east-1.{suffix}").replace("us-east-1", region)
    return text.replace("us-west-2", recovery)


_CODE_DEPLOY = {
    "strategy": "codedeploy",
    "shift": "all_at_once",
    "bake_minutes": 30,
    "test_port": 8443,
    "rollback": {"error_rate_percent": 2, "p95_latency_ms": 400},
}
_CHANGES = {
    "bootstrap": {},
    "environments": {
        "staging": {"services": {"web": {"deployment": _CODE_DEPLOY}}},
        "production": {"budget": None, "services": {"web": {"synthetics": {"interval_minutes": 5}}}},
    },
}


@pytest.fixture(scope="module", params=sorted(REGIONS))
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Matrix, Path]:
    """A region, the matrix there, and its output."""
    matrix = Matrix.parse(other(request.param).encode())
    output = tmp_path_factory.mktemp("partition") / "cdktf.out"
    ReleaseApp(matrix, output).synth()
    return request.param, matrix, output


def test_every_arn_is_of_the_partition(place: tuple[str, Matrix, Path]) -> None:
    """IAM refuses `arn:aws:` there; nothing of another partition can be reached anyway."""
    region, matrix, output = place
    _, partition, _ = REGIONS[region]
    texts = {path.name: path.read_text() for path in output.rglob("*.json")} | {"workflow": workflow(matrix)}
    for name, text in texts.items():
        assert set(re.findall(r"arn:(aws[a-z-]*):", text)) <= {partition}, name
        assert "us-east-1" not in text, name


def test_documents_name_nothing_of_another_partition(place: tuple[str, Matrix, Path], tmp_path: Path) -> None:
    """In both languages, every set."""
    region, _, output = place
    _, partition, suffix = REGIONS[region]
    # Documents keep the ids that they need for the first time in the repository.
    repository = shutil.copytree(SHOP_FOLDER, tmp_path / "shop", ignore=shutil.ignore_patterns("out"))
    documents = tmp_path / "documents"
    for language in ("en", "ru"):
        write_plan(
            output,
            documents / language,
            repository=repository,
            version="2.5.0",
            sets=("all",),
            language=language,
            formats=("md",),
        )
    for document in (path for path in documents.rglob("*") if path.is_file()):
        text = document.read_text()
        assert set(re.findall(r"arn:(aws[a-z-]*):", text)) <= {partition}, document
        hosts = set(re.findall(r"\.(amazonaws\.[a-z]+(?:\.[a-z]+)?)\b", text))
        assert hosts <= {suffix, "amazonaws.com"}, document


def test_github_is_trusted_as_the_workflow_asks(place: tuple[str, Matrix, Path]) -> None:
    """The audience of the token is the one that provider and roles know."""
    region, matrix, output = place
    audience = "sts.amazonaws.com.cn" if region.startswith("cn-") else "sts.amazonaws.com"
    stacks = [path.read_text() for path in (output / "stacks").glob("*bootstrap*/cdk.tf.json")]
    assert stacks
    for text in stacks:
        resources = json.loads(text)["resource"]
        assert resources["aws_iam_openid_connect_provider"]["github"]["client_id_list"] == [audience]
        for name, role in resources["aws_iam_role"].items():
            assert f'"token.actions.githubusercontent.com:aud":"{audience}"' in role["assume_role_policy"], name
    asked = set(re.findall(r"audience: (\S+)", workflow(matrix)))
    assert asked == ({f'"{audience}"', "${{"} if region.startswith("cn-") else set())


@pytest.mark.slow
def test_terraform_applies_other_partitions(place: tuple[str, Matrix, Path]) -> None:
    """The real terraform takes every ARN."""
    terraform_applies(place[2])

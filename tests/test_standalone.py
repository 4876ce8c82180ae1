"""The constructs need no matrix."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import terraform_applies

EXAMPLE = Path(__file__).parents[1] / "examples" / "standalone"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesize the example once, as `cdktf synth` would."""
    folder = tmp_path_factory.mktemp("standalone") / "cdktf.out"
    environment = {**os.environ, "CDKTF_OUTDIR": str(folder)}
    subprocess.run([sys.executable, "main.py"], cwd=EXAMPLE, env=environment, check=True)
    return folder


def test_two_constructs_make_a_stack_of_an_ordinary_cdktf_app(output: Path) -> None:
    """Nothing of it comes from relinfra itself."""
    text = (output / "stacks/reports/cdk.tf.json").read_text()
    assert '"aws_vpc"' in text
    assert '"aws_s3_bucket"' in text
    assert "import relinfra\n" not in (EXAMPLE / "main.py").read_text()


@pytest.mark.slow
def test_terraform_applies_it_and_then_has_nothing_to_change(output: Path) -> None:
    """The real terraform, against the real provider schema."""
    terraform_applies(output)

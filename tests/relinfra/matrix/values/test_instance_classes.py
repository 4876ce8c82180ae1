from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from relinfra.matrix.values.instance_classes import InstanceClass, is_newer, nearest_class, offered

SCRIPT = Path(__file__).parents[4] / "scripts" / "generate_instance_classes.py"
CLASS: TypeAdapter[str] = TypeAdapter(InstanceClass)


def test_the_table_is_what_cfn_lint_says() -> None:
    """Drift fails here; without the package index it cannot be told."""
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    if "CalledProcessError" in done.stderr:
        pytest.skip("cfn-lint cannot be downloaded here")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_generation_after_the_table_is_taken() -> None:
    """It cannot be judged; a size that a known family does not have can."""
    assert CLASS.validate_python("db.r99g.large") == "db.r99g.large"
    assert (is_newer("db.r99g.large"), is_newer("db.r7g.large"), is_newer("db.rg7.large")) == (True, False, False)
    with pytest.raises(ValidationError) as caught:
        CLASS.validate_python("db.r7g.3xlarge")
    assert caught.value.errors()[0]["ctx"]["hint"] == "did you mean `db.r7g.xlarge`?"


def test_a_region_has_its_own() -> None:
    """What it does not offer has a nearest that it does; of a region that is not in the table nothing is known."""
    here, there = offered("us-east-1"), offered("me-central-1")
    assert here is not None
    assert there is not None
    assert there < here
    assert nearest_class("db.r8g.large", there) in there
    assert offered("eusc-de-east-1") is None

import json
import subprocess
import sys
from pathlib import Path

import pytest

import relinfra
import relinfra.stacks
from relinfra.composing import addresses, check_overrides
from relinfra.errors import MatrixError
from relinfra.matrix import Matrix
from relinfra_constructs import cdk, jsii_calls, tree

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_tree_stands_in_for_all_of_cdktf_that_is_used() -> None:
    """Every name that the constructs may import."""
    assert {*cdk.__all__, *jsii_calls.__all__} == {*tree.__all__}


@pytest.mark.parametrize("name", ["minimal", "shop"])
def test_it_leads_to_the_addresses_that_synthesis_writes(name: str, tmp_path: Path) -> None:
    """To the last one, in every stack, also where cdktf is loaded already."""
    matrix = Matrix.load(EXAMPLES / name / "relinfra.yaml")
    relinfra.synth(matrix, tmp_path / "out")
    written = {}
    for file in (tmp_path / "out/stacks").glob("*/cdk.tf.json"):
        body = json.loads(file.read_text())
        kinds = (("", body.get("resource", {})), ("data.", body.get("data", {})))
        found = (f"{prefix}{kind}.{one}" for prefix, types in kinds for kind, each in types.items() for one in each)
        written[file.parent.name] = {one for one in found if not one.startswith("data.terraform_remote_state.")}
    assert {stack: set(found) for stack, found in addresses(matrix).items()} == written
    relinfra.synth(matrix, tmp_path / "again")


def test_nothing_of_it_stays() -> None:
    """Whoever synthesizes afterwards has the classes of cdktf that they imported before."""
    before = dict(sys.modules)
    rooms = ("relinfra_constructs", "relinfra.stacks")
    addresses(Matrix.load(EXAMPLES / "minimal" / "relinfra.yaml"))
    assert sys.modules["relinfra_constructs.cdk"] is before["relinfra_constructs.cdk"] is cdk
    assert {name for name in sys.modules if name.startswith(rooms)} <= before.keys()
    assert relinfra.stacks is before["relinfra.stacks"]


def test_no_program_is_started_for_it() -> None:
    """Neither Node.js nor jsii."""
    script = (
        "import sys, relinfra; from relinfra.composing import addresses;"
        "assert addresses(relinfra.load(sys.argv[1]));"
        "print(sorted({'jsii', 'cdktf', 'cdktn', 'constructs'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, EXAMPLES / "minimal" / "relinfra.yaml"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_override_that_can_be_applied_passes() -> None:
    """One whose value has another type does not."""
    text = (EXAMPLES / "shop" / "relinfra.yaml").read_text()
    over = "    overrides: {service: {aws_lb.main: {idle_timeout: 120}}}\n    budget:"
    check_overrides(Matrix.parse(text.replace("    budget:", over, 1).encode()))
    with pytest.raises(MatrixError, match="expected a number"):
        check_overrides(Matrix.parse(text.replace("    budget:", over.replace("120", "[]"), 1).encode()))

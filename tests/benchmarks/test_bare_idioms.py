import os
import sys
from pathlib import Path
from typing import Any

import pytest
from relinfra_benchmarks.bare_idioms import BARE_IDIOMS, BareIdiom
from relinfra_benchmarks.process_tree import Command, wall_seconds
from relinfra_benchmarks.program import write_program
from relinfra_benchmarks.terraform_output import differences, read_stacks

from relinfra_constructs import cdk  # noqa: F401 - picks the Node.js that jsii is to use


@pytest.mark.slow
@pytest.mark.parametrize("made", BARE_IDIOMS)
def test_the_program_synthesizes_the_stacks_it_was_written_for(
    made: type[BareIdiom], stacks: dict[str, Any], tmp_path: Path
) -> None:
    write_program(tmp_path, stacks, made("cdktf"))
    output = tmp_path / "cdktf.out"
    wall_seconds(Command([sys.executable, "main.py"], tmp_path, {**os.environ, "CDKTF_OUTDIR": str(output)}))
    assert differences(stacks, read_stacks(output)) == []

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from tests import forked

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_matrix_is_the_minimal_example() -> None:
    """The matrix of the README is examples/minimal, without comments and waivers."""

    def bare(text: str) -> list[str]:
        text, _, _ = text.partition("\nwaivers:\n")
        lines = (re.sub(r"\s*#.*", "", line) for line in text.splitlines())
        return [line for line in lines if line]

    assert bare(_blocks("yaml")[0]) == bare((ROOT / "examples/minimal/relinfra.yaml").read_text())


def test_the_program_runs(tmp_path: Path) -> None:
    """The program of the README adds a stack to those of examples/shop."""
    shutil.copy(ROOT / "examples/shop/relinfra.yaml", tmp_path)
    subprocess.run([sys.executable, "-c", _blocks("python")[0]], cwd=tmp_path, check=True)
    assert (tmp_path / "out/cdktf.out/stacks/shop-production-bastion/cdk.tf.json").is_file()


@pytest.mark.slow
def test_what_a_build_says_is_what_it_says_here(tmp_path: Path) -> None:
    """Files, resources and verdicts of examples/shop; seconds are those of another machine."""
    shop = shutil.copytree(ROOT / "examples/shop", tmp_path / "shop", ignore=shutil.ignore_patterns("out"))
    said = forked.run("relinfra", "build", "--today", "2026-07-01", cwd=shop).stdout

    def lasting(text: str) -> list[str]:
        return [line.rstrip() for line in text.splitlines() if not line.startswith("seconds:")]

    told = "written" + README.partition("\nwritten")[2].partition("\n```")[0]
    assert lasting(told) == lasting(said)


def test_the_services_of_their_page_are_a_matrix() -> None:
    """Laid over the minimal example, they load."""
    (block, *_) = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs/services.md").read_text(), re.MULTILINE | re.DOTALL)
    matrix = yaml.safe_load((ROOT / "examples/minimal/relinfra.yaml").read_text())
    environment = {"approval": {"reviewers": ["release-managers"]}, **matrix["environments"]["staging"]}
    matrix |= {"environments": {"staging": environment | yaml.safe_load(block)}, "promotion": None}
    loaded = Matrix.parse(yaml.safe_dump(matrix).encode())
    assert set(loaded.environments["staging"].services) == {"web", "api", "prices", "mail"}


def test_every_link_leads_somewhere() -> None:
    """Each relative link of the documents names a file."""
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"

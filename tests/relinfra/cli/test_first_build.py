"""A repository as `relinfra init` leaves it is built, linted and verified without another word."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.relinfra.cli.test_init import DECIDED

if TYPE_CHECKING:
    from conftest import Relinfra

APPLICATION = {
    "main.py": "raise SystemExit('an application')\n",
    "requirements.txt": "flask\n",
    ".github/workflows/release.yml": "on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n",
    "package.json": '{"devDependencies": {"semantic-release": "24"}}\n',
    "docker-compose.yml": "services: {app: {image: acme/app}}\n",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("there", "folder"), [({}, "."), (APPLICATION, "."), (APPLICATION, "infra/prod")], ids=["new", "existing", "folder"]
)
def test_what_init_leaves_passes(relinfra: Relinfra, tmp_path: Path, there: dict[str, str], folder: str) -> None:
    """Without a failure of a policy or a waiver, in a folder too.

    Beside an application, whose files of the same names are none of its business.
    """
    for name, text in there.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    matrix = f"{folder}/relinfra.yaml"
    for command in (
        ("init", folder, "--project=shop", *DECIDED),
        ("validate", matrix),
        ("build", matrix, f"--out={folder}/out"),
        ("lint", matrix),
        ("verify", f"{folder}/out/cdktf.out", f"--documents={folder}/out", f"--repository={folder}"),
    ):
        done = relinfra(*command)
        assert done.returncode == 0, (command[0], done.stdout, done.stderr)
    report = json.loads((tmp_path / folder / "out/policy-report.json").read_text())
    assert (report["summary"]["total"]["failed"], report["summary"]["total"]["waived"]) == (0, 0)
    assert not any(report["waivers"].values())
    plan = (tmp_path / folder / "out/release-plan.md").read_text()
    name = "release-shop.yml" if there else "release.yml"
    assert f"`.github/workflows/{name}`" in plan

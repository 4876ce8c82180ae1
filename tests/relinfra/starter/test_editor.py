from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.starter import Answers, Site, starter_files, write_files
from tests.npm import installed

PACKAGES = ("yaml-language-server@1.25.0", "vscode-jsonrpc@8.2.1")
SCRIPT = Path(__file__).with_name("language_server.cjs")


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """The files that `relinfra init` writes."""
    site = Site(tmp_path)
    write_files(site.root, starter_files(Answers(project="shop", accepted_until=date(2027, 12, 31)), site))
    return tmp_path


def asked(file: Path, *words: str) -> dict[str, Any]:
    """Return what the real yaml-language-server says of a file, and where one hovers over words of it."""
    modules = installed("language-server", *PACKAGES) / "node_modules"
    lines = file.read_text().splitlines()
    command = ["node", str(SCRIPT), str(file), *(_place(lines, word) for word in words)]
    environment = {**os.environ, "NODE_PATH": str(modules)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=120)
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def _place(lines: list[str], word: str) -> str:
    line = next(number for number, text in enumerate(lines, 1) if word in text)
    return f"{line}:{lines[line - 1].index(word) + 2}"


@pytest.mark.slow
def test_the_editor_finds_the_schema_and_explains(starter: Path) -> None:
    """By the first line: nothing is underlined, and a hover shows the default and what each choice means."""
    said = asked(starter / "relinfra.yaml", "nat: per_az", "azs: 3")
    assert said["diagnostics"] == []
    nat, zones = said["hovers"]
    assert "Default: `per_az`." in nat
    assert "* `single`: One gateway: cheaper; the loss of its zone cuts all others off." in nat
    assert "Default: `2`." in zones


@pytest.mark.slow
def test_the_editor_underlines_a_mistake(starter: Path) -> None:
    """In the matrix and in a release file, at its line."""
    matrix = starter / "relinfra.yaml"
    matrix.write_text(matrix.read_text().replace("nat: per_az", "nat: per_zone", 1))
    line = next(number for number, text in enumerate(matrix.read_text().splitlines(), 1) if "per_zone" in text)
    assert [one[0] for one in asked(matrix)["diagnostics"]] == [line]
    release = starter / "releases/1.0.0.yaml"
    release.write_text("# yaml-language-server: $schema=release.schema.json\nversion: 1.0.0\nstatus: plannign\n")
    assert [one[0] for one in asked(release)["diagnostics"]] == [3]

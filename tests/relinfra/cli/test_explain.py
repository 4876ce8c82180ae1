from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from relinfra.cli.program import program

if TYPE_CHECKING:
    from conftest import Relinfra

SHOP = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml"


def test_a_value_is_explained(relinfra: Relinfra) -> None:
    """Its place, its layer and what it overrode, on standard output; a default has its meaning."""
    result = relinfra("explain", "production", "services.web.scaling", "--matrix", SHOP)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"services.web.scaling.min = 3\n  {SHOP}:45:24 (environment)\n  overrode 2 of {SHOP}:19:22 (defaults)\n" in (
        result.stdout
    )
    assert "services.web.scaling.memory_percent = null\n  relinfra (default): Average memory use" in result.stdout


def test_a_whole_environment_is_shown(relinfra: Relinfra) -> None:
    """Every value has a line with its origin; numbers that are text are in quotes."""
    lines = relinfra("show", "production", "--matrix", SHOP).stdout.splitlines()
    [account] = [line.split() for line in lines if line.startswith("account ")]
    assert account == ["account", '"222222222222"', f"{SHOP}:38:14", "(environment)"]
    assert all(line.endswith(")") for line in lines[1:])


@pytest.mark.parametrize("command", ["show", "explain"])
def test_programs_read_the_same(relinfra: Relinfra, command: str) -> None:
    """With `--json`, a value has its path, layer, place and what it overrode."""
    found = json.loads(relinfra(command, "production", "--json", "--matrix", SHOP).stdout)
    [least] = [one for one in found if one["path"] == ["services", "web", "scaling", "min"]]
    assert least == {
        "path": ["services", "web", "scaling", "min"],
        "value": 3,
        "removed": False,
        "layer": "environment",
        "origin": {"file": str(SHOP), "line": 45, "column": 24},
        "reason": "",
        "overrode": [{"layer": "defaults", "value": 2, "origin": {"file": str(SHOP), "line": 19, "column": 22}}],
    }


@pytest.mark.parametrize("command", ["show", "explain"])
def test_an_unknown_environment_is_bad_input(relinfra: Relinfra, command: str) -> None:
    """The nearest is named on standard error; the exit code is 2."""
    result = relinfra(command, "prodution", "--matrix", SHOP)
    assert (result.returncode, result.stdout) == (2, "")
    assert "did you mean `production`?" in result.stderr


def test_what_hides_is_shown(relinfra: Relinfra, tmp_path: Path) -> None:
    """A value that would turn the line around does not."""
    text = SHOP.read_text().replace("LOG_LEVEL: info", 'LOG_LEVEL: "in\\u202efo"')
    (tmp_path / "relinfra.yaml").write_text(text)
    for result in (relinfra("show", "production"), relinfra("explain", "production", "--json")):
        assert (result.returncode, "\u202e" in result.stdout) == (0, False)


def test_neither_node_nor_checkov_is_loaded() -> None:
    """Only the matrix is read: the rooms of stacks, evidence, plan and policy are not imported."""
    script = (
        "import sys; from relinfra.cli.program import program; "
        f"program.main(['explain', 'production', '--matrix', {str(SHOP)!r}], standalone_mode=False); "
        "print([name for name in sys.modules if name.split('.')[0] in ('cdktf', 'jsii', 'checkov') "
        "or name.startswith(('relinfra.stacks', 'relinfra.evidence', 'relinfra.plan', 'relinfra.policy'))])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "command",
    [
        ("show", "production", "--matrix"),
        ("show", "production", "--json", "--matrix"),
        ("explain", "production", "services.web.environment", "--matrix"),
        ("validate", "--json"),
    ],
)
def test_a_secret_in_the_matrix_is_covered(tmp_path: Path, command: tuple[str, ...]) -> None:
    """By the name it stands under or by its form, in what overrides and in what is overridden; the rest is shown."""
    matrix, key = tmp_path / "relinfra.yaml", "AKIA" + "IOSFODNN7EXAMPLE"
    secrets = f'API_URL: "https://user:pa55word@api.example.com", AWS_ID: {key}'
    text = SHOP.read_text().replace(
        "{LOG_LEVEL: info}", f"{{LOG_LEVEL: info, DB_PASSWORD: other-Secret-1, {secrets}}}", 1
    )
    production = text.index("  production:")
    above = "web:\n        environment: {DB_PASSWORD: hunter2secretXYZ}\n"
    matrix.write_text(text[:production] + text[production:].replace("web:\n", above, 1))
    shown = CliRunner().invoke(program, [*command, str(matrix)]).output
    assert {one for one in ("hunter2secretXYZ", "other-Secret-1", "pa55word", key) if one in shown} == set()
    assert shown.count("********") >= 3
    assert "https://********@api.example.com" in shown
    assert "info" in shown

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import relinfra

EXAMPLES = Path(__file__).parents[2] / "examples"

SHADOWED = """
import importlib, pkgutil, types

packages = [importlib.import_module(name) for name in ("relinfra", "relinfra_constructs", "relinfra_policies")]
modules = [importlib.import_module(found.name) for package in packages
           for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".") if "__main__" not in found.name]
for module in packages + modules:
    for name in getattr(module, "__all__", ()):
        if isinstance(getattr(module, name), types.ModuleType):
            print(f"{module.__name__}.{name}")
"""
TWICE = """
import importlib, pkgutil, shutil, sys
import relinfra

for found in pkgutil.walk_packages(relinfra.__path__, "relinfra."):
    if "__main__" not in found.name:
        importlib.import_module(found.name)
matrix, out = sys.argv[1:]
for turn in range(2):
    stacks, documents = f"{out}/{turn}/cdktf.out", f"{out}/{turn}"
    relinfra.synth(relinfra.load(matrix), stacks)
    relinfra.check(stacks)
    relinfra.write_plan(stacks, documents, repository=relinfra.Matrix.load(matrix).file.rpartition("/")[0])
    assert relinfra.verify(stacks, documents, repository=matrix.rpartition("/")[0]).ok
    assert relinfra.lint(matrix, release="2.5.0") == relinfra.lint(matrix, release="2.5.0")
    assert relinfra.validate(matrix).sha256 == relinfra.load(matrix).sha256
    assert relinfra.load_release(matrix.rpartition("/")[0], "2.5.0").release.version == "2.5.0"
    assert relinfra.build(matrix, f"{out}/built").ok
    assert relinfra.new_release("9.0.0", shutil.copy(matrix, f"{out}/{turn}")).is_file()
    assert relinfra.diff(stacks, stacks).empty
    assert relinfra.runbooks(stacks, repository=matrix.rpartition("/")[0])
    assert not relinfra.affected(stacks, against=stacks).stacks
    assert not relinfra.parity("staging", "production", stacks).ok
    parts = [f"{documents}/{name}" for name in ("staging", "production")]
    for part in parts:
        relinfra.synth(relinfra.load(matrix), f"{part}/cdktf.out", environments=[part.rpartition("/")[2]])
    assert relinfra.merge(parts, f"{documents}/merged")
    try:
        relinfra.close_release("0.0.1", stacks, documents, repository=matrix.rpartition("/")[0])
    except relinfra.UsageError:
        pass
called = {"build", "check", "close_release", "lint", "load", "load_release", "new_release", "synth", "validate"}
called |= {"affected", "diff", "merge", "parity", "runbooks", "verify", "write_plan"}
assert called == {name for name in relinfra.__all__ if name.islower()}, "call the new function here too"
"""
HEAVY = ("cdktf", "checkov", "jsii", "relinfra_constructs")


def test_the_exports_are_sorted_and_exist() -> None:
    """Every name of `__all__` can be imported, in alphabetical order, and `dir` shows it."""
    assert list(relinfra.__all__) == sorted(relinfra.__all__)
    for name in relinfra.__all__:
        assert getattr(relinfra, name) is not None
        assert name in dir(relinfra)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that relinfra does not export fails as on any module."""
    with pytest.raises(AttributeError, match="No relinfra attribute nothing"):
        _ = relinfra.nothing


@pytest.mark.parametrize(
    "statement",
    ["import relinfra", "import relinfra; relinfra.load('examples/shop/relinfra.yaml')", "import relinfra.pipeline"],
)
def test_reading_a_matrix_loads_nothing_heavy(statement: str) -> None:
    """Neither importing relinfra nor loading a matrix imports jsii, cdktf or Checkov."""
    code = f"{statement}; import sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


@pytest.mark.parametrize(
    ("statement", "spared"),
    [
        ("import relinfra.policy.worker", ("pydantic", "relinfra.evidence", "relinfra.reading")),
        ("from relinfra.policy import check", ("relinfra.evidence.collect", "relinfra.release", "relinfra.matrix")),
        ("from relinfra.evidence import read_output", ("pydantic", "relinfra.evidence.history", "relinfra.release")),
        (
            "import relinfra.cli.commands.validate",
            ("relinfra.evidence.history", "relinfra.evidence.subjects", "relinfra.linter.looking", "relinfra.policy"),
        ),
        (
            "from relinfra.linter.workflow_fit import found_misfits",
            ("relinfra.claims.rollback", "relinfra.linter.drift"),
        ),
        ("from relinfra.starter import stand_ins", ("jinja2", "relinfra.pipeline", "relinfra.evidence")),
    ],
)
def test_a_room_loads_what_is_used_of_it(statement: str, spared: tuple[str, ...]) -> None:
    """Each process that checks policies reads stacks, and neither the history nor a release file."""
    script = f"import sys; {statement}; print([name for name in {spared!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_submodule_shadows_a_public_name() -> None:
    """Once every submodule is imported, the one exported name that is a module is the one that always was."""
    result = subprocess.run([sys.executable, "-c", SHADOWED], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["relinfra_constructs.aws.data"]


@pytest.mark.slow
def test_every_function_works_twice_in_one_process(tmp_path: Path) -> None:
    """Also after every submodule of relinfra was imported."""
    command = [sys.executable, "-c", TWICE, str(EXAMPLES / "shop" / "relinfra.yaml"), str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr

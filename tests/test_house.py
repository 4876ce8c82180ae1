import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_room_is_in_the_table() -> None:
    """Whoever looks for the room of a thing finds all of them in CONTRIBUTING, and none that is gone."""
    rooms = {f"relinfra/{init.parent.name}/" for init in (ROOT / "relinfra").glob("*/__init__.py")}
    rooms |= {"constructs/relinfra_constructs/", "policies/relinfra_policies/"}
    assert set(re.findall(r"^\| `([a-z_/]+/)` \|", CONTRIBUTING, re.MULTILINE)) == rooms


@cache
def _imports() -> grimp.ImportGraph:
    """Return who imports whom in the three packages, in functions and for type checking too."""
    return grimp.build_graph("relinfra", "relinfra_constructs", "relinfra_policies", cache_dir=None)


def test_no_modules_import_each_other_in_circles() -> None:
    """What a module needs can be read before the module: also what only its types need."""
    graph = _imports()
    order = TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})
    order.prepare()


def test_no_packages_import_each_other_in_circles() -> None:
    """The same holds of folders: one can be read, and moved, without its neighbour."""
    graph = _imports()
    packages = sorted(module for module in graph.modules if graph.find_children(module))
    assert {package: breakers for package in packages if (breakers := graph.nominate_cycle_breakers(package))} == {}


def test_docstrings_say_first_what_a_thing_is_or_does() -> None:
    """A reader who meets `How far storage grows` has to guess whether that is a number, a class or a file."""
    roots = (ROOT / "relinfra", ROOT / "constructs/relinfra_constructs", ROOT / "policies/relinfra_policies")
    files = (file for root in roots for file in root.rglob("*.py"))
    nodes = ((file, node) for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    documented = [
        f"{file.relative_to(ROOT)}: {docstring.splitlines()[0]}"
        for file, node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (docstring := ast.get_docstring(node))
    ]
    assert [one for one in documented if re.search(r": (What|How|Where|Who|Which|When|Why)\b", one)] == []


def test_every_folder_of_code_is_a_package() -> None:
    """The contracts about imports overlook a folder without `__init__.py`."""
    roots = (ROOT / "relinfra", ROOT / "constructs/relinfra_constructs", ROOT / "policies/relinfra_policies")
    folders = {file.parent for root in roots for file in root.rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []

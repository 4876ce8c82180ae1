"""Generate the provider schema and the type stubs of `relinfra_constructs.aws`.

    python scripts/generate_aws.py            write them
    python scripts/generate_aws.py --check    exit 1 when what is written is not current

The source is the official package of prebuilt bindings, pinned below: its JavaScript states for each resource
type every argument with type, block nesting and whether it is required or computed. It is downloaded once into
`.cache/` and only read, never imported. The types offered are listed in `scripts/aws_types.txt`.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_stubs import render_stub
from generated import ROOT, write_or_check

TYPES = ROOT / "scripts" / "aws_types.txt"
PACKAGE = ROOT / "constructs" / "relinfra_constructs" / "aws"
CACHE = ROOT / ".cache" / "bindings"
BINDINGS = "cdktf-cdktf-provider-aws==21.22.1"  # hashicorp/aws 6.25.0; our stacks accept none older

_TYPES = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "any": "any",
    "stringList": "list(string)",
    "numberList": "list(number)",
    "stringMap": "map(string)",
    "numberMap": "map(number)",
    "booleanMap": "map(bool)",
    "stringListMap": "map(list(string))",
    "anyMap": "map(any)",
    "anyMapList": "list(any)",
    "stringListList": "list(list(string))",
    "stringMapList": "list(map(string))",
}

# `name: { value: EXPRESSION, isBlock: …, type: "…", storageClassType: "…" }` as the bindings write it.
_ARGUMENT = re.compile(
    r'^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: "\w+",\n +storageClassType: "(\w+)",\n',
    re.M,
)
_COMPUTED = re.compile(r"^ +// (\w+) - computed: true, ", re.M)
# An argument is required where its name has no question mark; the link above it holds its Terraform name.
_PROPERTY = re.compile(r"#(\w+) \w+#\1\}\n(?:(?! readonly ).)*? readonly \w+(\??):", re.S)
_DEPTH = 4  # package/lib/FOLDER/FILE
_MAPPER = re.compile(r"(?:cdktf\.listMapperHcl\()?(?!cdktf\.)(\w+)ToHclTerraform\b")


@dataclass(frozen=True)
class Module:
    """The JavaScript of one resource type of the bindings, and its TypeScript declarations."""

    text: str
    declarations: str

    @property
    def terraform_type(self) -> str:
        """The Terraform type, such as `aws_vpc`."""
        found = re.search(r'\.tfResourceType = "(\w+)"', self.text)
        assert found, "a module of the bindings without a Terraform type"
        return found[1]

    def function(self, name: str) -> str:
        """Return the text of one function."""
        return self._slice(f"\nfunction {name}(", "\n}\n")

    def resource(self) -> str:
        """Return the text of the resource class."""
        found = re.search(r"\nclass (\w+) extends cdktf\.Terraform(Resource|DataSource|Provider) \{", self.text)
        assert found, f"{self.terraform_type}: no resource class"
        return self.text[found.start() : self.text.index("\n}\n", found.end())]

    def config(self) -> str:
        """Return the name of the interface that holds the arguments of the resource class."""
        found = re.search(r"constructor\(scope: Construct, id: string, config\??: (\w+)\)", self.declarations)
        assert found, f"{self.terraform_type}: no constructor"
        return found[1]

    def required(self, struct: str) -> list[str]:
        """Return the required arguments of an interface, by their Terraform names, sorted."""
        found = re.search(
            rf"^export interface {struct[0].upper() + struct[1:]} .*?^\}}$", self.declarations, re.M | re.S
        )
        assert found, f"{self.terraform_type}: no interface {struct}"
        return sorted(name for name, optional in _PROPERTY.findall(found[0]) if not optional)

    def _slice(self, start: str, end: str) -> str:
        at = self.text.find(start)
        assert at >= 0, f"{self.terraform_type}: no {start.strip()}"
        return self.text[at : self.text.index(end, at)]


def block_schema(module: Module, struct: str, arguments: str) -> dict[str, Any]:
    """Return one block: its attributes, its nested blocks and which of them are required."""
    schema: dict[str, Any] = {"attributes": {}, "blocks": {}, "required": module.required(struct)}
    for name, value, storage in _ARGUMENT.findall(arguments):
        nested = _MAPPER.match(value)
        if nested:
            inner = block_schema(module, nested[1], module.function(f"{nested[1]}ToHclTerraform"))
            schema["blocks"][name] = {**inner, "many": value.startswith("cdktf.listMapperHcl(")}
        else:
            schema["attributes"][name] = _TYPES[storage]
    return {k: v for k, v in schema.items() if v}


def type_schema(module: Module) -> dict[str, Any]:
    """Return a whole type: its top block, and the attributes that only the provider sets."""
    before, _, arguments = module.resource().partition("synthesizeHclAttributes() {")
    schema = block_schema(module, module.config(), arguments)
    known = schema.get("attributes", {}).keys() | schema.get("blocks", {}).keys()
    return {**schema, "computed": sorted(set(_COMPUTED.findall(before)) - known)}


def read_modules(wheel: Path) -> dict[str, Module]:
    """Return the modules of the listed types from the wheel, by the name used in the list."""
    wanted = listed_types()
    with zipfile.ZipFile(wheel) as archive:
        inner = next(n for n in archive.namelist() if n.endswith(".jsii.tgz"))
        blob = archive.read(inner)
    folders = {folder_of(t): t for t in [*wanted, "provider"]}
    files: dict[str, dict[str, str]] = {name: {} for name in folders.values()}
    with tarfile.open(fileobj=io.BytesIO(blob), mode="r:gz") as tar:
        for member in tar:
            parts = member.name.split("/")
            if len(parts) == _DEPTH and parts[2] in folders and parts[3] in ("index.js", "index.d.ts"):
                content = tar.extractfile(member)
                assert content, member.name
                files[folders[parts[2]]][parts[3]] = content.read().decode()
    missing = sorted(name for name, found in files.items() if not found)
    if missing:
        sys.exit(f"not in {BINDINGS}: {', '.join(missing)}")
    return {name: Module(found["index.js"], found["index.d.ts"]) for name, found in files.items()}


def folder_of(listed: str) -> str:
    """Return the folder of the bindings that holds a listed type."""
    if listed.startswith("data."):
        return "data-" + listed.removeprefix("data.").replace("_", "-")
    return listed.removeprefix("aws_").replace("_", "-")


def listed_types() -> list[str]:
    """Return the types in `aws_types.txt`, sorted."""
    lines = TYPES.read_text().splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def download() -> Path:
    """Return the wheel of the bindings, downloaded where it is not there yet."""
    CACHE.mkdir(parents=True, exist_ok=True)
    wheels = sorted(CACHE.glob("*.whl"))
    if not wheels:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(CACHE),
            BINDINGS,
        ]
        subprocess.run(command, check=True)  # noqa: S603 - a fixed command
        wheels = sorted(CACHE.glob("*.whl"))
    return wheels[-1]


def generate() -> dict[Path, str]:
    """Return the generated files and their texts."""
    modules = read_modules(download())
    schema = {
        "provider": type_schema(modules.pop("provider")),
        "resources": {n: type_schema(m) for n, m in sorted(modules.items()) if not n.startswith("data.")},
        "data": {n.removeprefix("data."): type_schema(m) for n, m in sorted(modules.items()) if n.startswith("data.")},
    }
    header = {"generated": f"scripts/generate_aws.py from {BINDINGS}; do not edit"}
    lines = json.dumps({**header, **schema}, sort_keys=True, separators=(",", ":"))
    return {
        PACKAGE / "schema.json": lines.replace('"aws_', '\n"aws_') + "\n",
        PACKAGE / "__init__.pyi": render_stub("resources", schema["resources"], BINDINGS),
        PACKAGE / "data.pyi": render_stub("data", schema["data"], BINDINGS),
    }


if __name__ == "__main__":
    sys.exit(write_or_check(generate, __doc__, BINDINGS))

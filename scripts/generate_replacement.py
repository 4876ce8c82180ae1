"""Generate the table of what replaces a resource, for `relinfra.comparison`.

    python scripts/generate_replacement.py            write it
    python scripts/generate_replacement.py --check    exit 1 when what is written is not current

Two sources are laid beside each other: `scripts/replacement.toml`, what the provider's schemas say, kept by hand since
the provider publishes it nowhere as data; and the CloudFormation schemas of AWS, which cfn-lint carries, for what AWS
itself changes in place. cfn-lint's wheel is downloaded once into `.cache/` and only read.
"""

from __future__ import annotations

import json
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generate_instance_classes import CFN_LINT, DAY, download
from generated import ROOT, write_or_check

PROVIDER = ROOT / "scripts" / "replacement.toml"
PROVIDER_DAY = "2026-11-27"
SCHEMA = ROOT / "constructs" / "relinfra_constructs" / "aws" / "schema.json"
TABLE = ROOT / "relinfra" / "comparison" / "replacement.json"

_REGION = "us-east-1"
_TOLD = ("in_place", "replaced_by", "unknown")
_DATA = "cfnlint/data/schemas"
_COMMON = ("id", "region", "tags", "tags_all")  # of every type alike
_REGIONAL = "region"  # replaces since version 6 of the provider; what has no such argument is global


def generate() -> str:
    """Return the text of the table. Raises `SystemExit` where the two sources, or ours and the schema, disagree."""
    known: dict[str, dict[str, Any]] = tomllib.loads(PROVIDER.read_text())
    made: dict[str, Any] = json.loads(SCHEMA.read_text())["resources"]
    with zipfile.ZipFile(download()) as wheel:
        schemas = {
            name: _schema(wheel, one["cloudformation"]) for name, one in known.items() if "cloudformation" in one
        }
    mistakes = [*_mistakes(known, made), *_disagreements(known, made, schemas)]
    if mistakes:
        sys.exit("\n".join(mistakes))
    table = {
        "day": min(DAY, PROVIDER_DAY),
        "generated": "scripts/generate_replacement.py; do not edit",
        "sources": {
            "cloudformation": f"resource schemas of AWS in {CFN_LINT} of {DAY}",
            "provider": f"scripts/replacement.toml of {PROVIDER_DAY}: schemas of hashicorp/aws 6",
        },
        "types": {name: _entry(known[name], made[name], schemas.get(name)) for name in sorted(made)},
    }
    return json.dumps(table, indent=1, sort_keys=True) + "\n"


def _entry(known: Mapping[str, Any], made: Mapping[str, Any], schema: Mapping[str, Any] | None) -> dict[str, list[str]]:
    arguments = _arguments(made)
    replaced = {*known.get("replaced_by", ()), *({_REGIONAL} & made["attributes"].keys())}
    rest = arguments - replaced - set(known.get("unknown", ()))
    in_place = rest if "read" in known else rest & (set(known.get("in_place", ())) | set(_mutable(rest, schema)))
    return {"in_place": sorted(in_place), "replaced_by": sorted(replaced)}


def _mutable(arguments: Iterable[str], schema: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield the arguments that CloudFormation knows by the same name, and AWS changes in place."""
    if schema:
        fixed = _fixed(schema, "createOnlyProperties") | _fixed(schema, "conditionalCreateOnlyProperties")
        named = {_plain(name) for name in schema["properties"]}
        yield from (one for one in arguments if _plain(one) in named - fixed)


def _mistakes(known: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{PROVIDER.name}: {name}: is made by no construct" for name in known.keys() - made.keys())
    yield from (f"{PROVIDER.name}: {name}: is made by a construct and not there" for name in made.keys() - known.keys())
    for name in known.keys() & made.keys():
        named = {one for words in _TOLD for one in known[name].get(words, ())}
        yield from (f"{PROVIDER.name}: {name}: has no argument {one}" for one in named - _arguments(made[name]))


def _disagreements(
    known: Mapping[str, Any], made: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Yield what CloudFormation never changes in place and the table says nothing of: one of the two is wrong."""
    for name, schema in schemas.items():
        told = {one for words in _TOLD for one in known[name].get(words, ())}
        untold = _arguments(made[name]) - told if "read" not in known[name] else set()
        fixed = _fixed(schema, "createOnlyProperties")
        yield from (f"{PROVIDER.name}: {name}: {one} is create-only" for one in sorted(untold) if _plain(one) in fixed)


def _schema(wheel: zipfile.ZipFile, name: str) -> dict[str, Any]:
    files: dict[str, str] = json.loads(wheel.read(f"{_DATA}/providers/{_REGION}.json"))
    schema: dict[str, Any] = json.loads(wheel.read(f"{_DATA}/resources/{files[name]}.json"))
    return schema


def _fixed(schema: Mapping[str, Any], key: str) -> set[str]:
    """Return the properties named as a whole, without those of blocks."""
    return {_plain(path.split("/")[2]) for path in schema.get(key, ()) if path.count("/") == 2}  # noqa: PLR2004


def _arguments(type_: Mapping[str, Any]) -> set[str]:
    return {*type_["attributes"], *type_.get("blocks", ())} - set(_COMMON)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


if __name__ == "__main__":
    sys.exit(write_or_check(lambda: {TABLE: generate()}, __doc__, "their sources"))

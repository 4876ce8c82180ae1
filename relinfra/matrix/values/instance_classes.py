"""Instance classes of RDS for PostgreSQL, as far as a dated table knows them.

`scripts/generate_instance_classes.py` writes it from cfn-lint, which asks RDS itself.
A generation newer than any in the table cannot be known here, and is taken as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["CLASSES_OF", "InstanceClass", "is_newer", "nearest_class", "offered"]

_TABLE: Mapping[str, Any] = json.loads(Path(__file__).with_name("instance_classes.json").read_text())
CLASSES_OF = str(_TABLE["day"])
"""The day of which the table is."""
_REGIONS: Mapping[str, Sequence[str]] = {region: families.split() for region, families in _TABLE["regions"].items()}


def _sizes(region: str, family: str) -> list[str]:
    """Return the sizes of a family: the usual ones, unless the table lists those of the region."""
    sizes: str = _TABLE["other_sizes"].get(region, {}).get(family) or _TABLE["sizes"][family]
    return sizes.split()


_OFFERED: Mapping[str, frozenset[str]] = {
    region: frozenset(f"db.{family}.{size}" for family in families for size in _sizes(region, family))
    for region, families in _REGIONS.items()
}
_KNOWN: frozenset[str] = frozenset().union(*_OFFERED.values())
_FAMILY = re.compile(r"(?P<line>[a-z]+?)(?P<generation>[0-9]+)[a-z0-9-]*")
_EXPECTED = "an RDS instance class such as db.t4g.medium"


def offered(region: str) -> frozenset[str] | None:
    """Return the classes that RDS offers for PostgreSQL in a region, or None where the table says nothing of it."""
    return _OFFERED.get(region)


def nearest_class(name: str, among: frozenset[str]) -> str:
    """Return the class that was probably meant, or else the one that comes nearest; empty where there is none."""
    family, _, _ = name.removeprefix("db.").partition(".")
    kin = sorted(one for one in among if one.startswith(f"db.{family}."))
    near = get_close_matches(name, kin or sorted(among), n=1, cutoff=0)
    return near[0] if near else ""


def is_newer(name: str) -> bool:
    """Whether a class is of a later generation than any that the table knows of its line, and so cannot be judged."""
    written = _generation(name)
    numbers = [each[1] for one in _KNOWN if (each := _generation(one)) and written and each[0] == written[0]]
    return written is not None and bool(numbers) and written[1] > max(numbers)


def _generation(name: str) -> tuple[str, int] | None:
    found = _FAMILY.fullmatch(name.removeprefix("db.").partition(".")[0])
    return (found["line"], int(found["generation"])) if found else None


def _known(name: str) -> str:
    if name not in _KNOWN and not is_newer(name):
        refuse(f"{_EXPECTED} that RDS has", f"did you mean `{nearest_class(name, _KNOWN)}`?", found=f"`{name}`")
    return name


InstanceClass = Annotated[
    str,
    Field(pattern=r"^db\.[a-z][a-z0-9-]*\.[a-z0-9-]+$"),
    AfterValidator(_known),
    expecting(_EXPECTED),
]

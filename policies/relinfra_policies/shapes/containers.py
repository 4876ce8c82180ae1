"""The containers of a task definition, which Terraform writes as a string of JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log2
from typing import Any

from relinfra_policies.shapes.block import Block, is_expression
from relinfra_policies.shapes.written_json import read_json

__all__ = ["containers", "is_named", "is_secret"]

KNOWN = re.compile(
    r"\bA(?:KIA|SIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{30,}|\b[srp]k_live_\w+|://[^/:@\s]+:[^/@\s]+@"
)
"""Keys of AWS and Stripe, private keys, tokens of GitHub, and passwords in addresses."""

SECRET = re.compile(
    r"PASSW|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|(?:API|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY", re.IGNORECASE
)

RANDOM = 20
"""Bits of a value below which it is a word such as `vault` or `true`."""


def containers(definition: Block) -> tuple[Mapping[str, Any], ...]:
    """Return the containers; those up to the first that cannot be read."""
    found = definition.value("container_definitions")
    values = _decoded(found) if isinstance(found, str) else found
    return tuple(one for one in (values if isinstance(values, list) else [values]) if isinstance(one, Mapping))


def is_named(definition: Block, name: str) -> bool:
    """Return whether a container of that name is written, be it where it cannot be read."""
    found = definition.value("container_definitions")
    return isinstance(found, str) and bool(re.search(rf'"name"\s*:\s*"{re.escape(name)}"', found))


def _decoded(text: str) -> Any:
    try:
        return read_json(text)
    except ValueError:
        return list(_readable(text))


def _readable(text: str) -> Iterator[Any]:
    decoder, place = json.JSONDecoder(), text.find("{")
    while place >= 0:
        try:
            value, end = decoder.raw_decode(text, place)
        except ValueError:
            return
        yield value
        place = text.find("{", end)


def is_secret(name: str, value: str) -> bool:
    """Return whether a variable is a literal secret: by its value, or by its name and a value that looks random."""
    if is_expression(value):
        return False
    return bool(KNOWN.search(value)) or (bool(SECRET.search(name)) and _bits(value) >= RANDOM)


def _bits(text: str) -> float:
    """Return the entropy of a text: the bits of one character by how many characters there are."""
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * log2(share) for share in shares) * len(text)

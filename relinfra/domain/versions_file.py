"""The file beside a stack that holds what Checkov drops a `cdk.tf.json` for: `required_version` and `moved` blocks.

It is HCL, which `checkov --framework terraform_json` does not read: of a second JSON it would print a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["FORMER_VERSIONS_FILE", "VERSIONS_FILE", "VERSIONS_FILES", "read_versions", "versions_text"]

VERSIONS_FILE = "versions.tf"
FORMER_VERSIONS_FILE = "versions.tf.json"
"""The same in outputs of relinfra before it wrote HCL."""
VERSIONS_FILES = (VERSIONS_FILE, FORMER_VERSIONS_FILE)

_VALUE = r'(?:"(?:\\.|[^"\\\n])*"|\w[\w.-]*)'
_BLOCK = re.compile(
    rf"^(terraform|moved)[ \t]*\{{\n((?:[ \t]+\w+[ \t]*=[ \t]*{_VALUE}[ \t]*\n)*)\}}[ \t]*$", re.MULTILINE
)
_COMMENT = re.compile(r"^[ \t]*(?:#|//).*$", re.MULTILINE)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "${": "$${", "%{": "%%{"}
_WRITTEN = {escape: text for text, escape in _ESCAPES.items()}
# https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences


def versions_text(required_version: str, moves: Iterable[tuple[str, str]] = ()) -> str:
    """Return the file as HCL, as `terraform fmt` leaves it: the Terraform it requires, and each move of an address."""
    moved = (f"\nmoved {{\n  from = {former}\n  to   = {present}\n}}\n" for former, present in moves)
    return f"terraform {{\n  required_version = {quoted(required_version)}\n}}\n" + "".join(moved)


def read_versions(text: str) -> dict[str, Any]:
    """Read the file back as Terraform's JSON has it: `terraform` as a mapping, `moved` as a list of mappings.

    Whatever else the text holds stands as it is written under its first line, so that nothing is passed over.
    """
    found: dict[str, Any] = {}
    for kind, body in _BLOCK.findall(text):
        values = dict(_arguments(body))
        if kind == "moved":
            found.setdefault(kind, []).append(values)
        else:
            found.setdefault(kind, {}).update(values)
    return {**found, **_other(_COMMENT.sub("", _BLOCK.sub("", text)))}


def quoted(text: str) -> str:
    """Return a text as a string of HCL that Terraform takes literally."""
    pattern = "|".join(map(re.escape, _ESCAPES))
    return f'"{re.sub(pattern, lambda found: _ESCAPES[found[0]], text)}"'


def _arguments(body: str) -> Iterator[tuple[str, str]]:
    for line in body.splitlines():
        name, _, value = (part.strip() for part in line.partition("="))
        yield name, _unquoted(value)


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':  # noqa: PLR2004 - two quotes
        return value
    pattern = "|".join(map(re.escape, _WRITTEN))
    return re.sub(pattern, lambda found: _WRITTEN[found[0]], value[1:-1])


def _other(text: str) -> Mapping[str, str]:
    rest = text.strip()
    return {rest.partition("\n")[0]: rest} if rest else {}

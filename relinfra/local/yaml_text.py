"""YAML that every reader of it understands alike."""

from __future__ import annotations

import re
from typing import Any

import yaml

__all__ = ["yaml_text"]

_PLAIN = re.compile(r"[A-Za-z][\w./-]*(:[\w./-]+)*", re.ASCII)

_NO_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"})


class _Dumper(yaml.SafeDumper):
    """A writer that quotes whatever is not plainly a word.

    PyYAML reads YAML 1.1 and Compose 1.2 in part: `1e3` or `0o17` are text to the one and numbers to the other.
    """

    def ignore_aliases(self, data: Any) -> bool:
        """Return that a value is written out wherever it stands."""
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(value) and value.lower() not in _NO_WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def yaml_text(content: object) -> str:
    """Return content as YAML, in the order it has."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=4096)

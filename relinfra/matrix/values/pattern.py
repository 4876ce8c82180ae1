"""Regular expressions that Fluent Bit reads."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["Pattern"]

_RUBYS = (
    (re.compile(r"\(\?<(?=[A-Za-z_])"), "(?P<"),
    (re.compile(r"\[\[:\^?[a-z]+:\]"), "[a"),
    (re.compile(r"\\[pP]\{\^?[A-Za-z_]+\}|\\[hHRXGKzNO]|\\[gk]<[^>]+>"), "a"),
)
"""What Onigmo, which Fluent Bit is built with, reads otherwise than Python: https://github.com/k-takata/Onigmo."""
_BROKEN = re.compile(
    r"missing \)|unbalanced parenthesis|unterminated|nothing to repeat|multiple repeat|bad character range"
    r"|min repeat greater|bad escape \(end of pattern\)|unexpected end"
)
"""Faults of a pattern in any dialect; of others Python is no judge."""


def _compiled(pattern: str) -> str:
    read = pattern
    for ruby, python in _RUBYS:
        read = ruby.sub(python, read)
    try:
        re.compile(read)
    except re.error as error:
        if _BROKEN.search(error.msg):
            refuse("a regular expression that compiles", found=f"`{pattern}` ({error.msg})")
    return pattern


Pattern = Annotated[
    str,
    Field(min_length=1, max_length=500, pattern=r"^[^\r\n]+$"),
    AfterValidator(_compiled),
    expecting("one line with a regular expression"),
]

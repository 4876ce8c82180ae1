"""Text that looks like a secret: messages and excerpts go to terminals, logs of CI and issues, and show none of it.

A matrix names secrets and holds none; where somebody wrote one into it all the same, it is at least not repeated.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["COVER", "assigned_secrets", "covered", "covered_value", "is_secret", "known_secrets", "secret_spans"]

COVER = "********"
"""The cover of a secret: as long for each, so that it does not tell how long one is."""

# Each pattern below begins a run of characters once, and never within it: a line may be a file of its own.
# The forms that their issuers document, as gitleaks and GitHub's secret scanning know them:
# https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
_KNOWN = re.compile(
    r"""
      \b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b              # AWS access key ids
    | \bgh[pousr]_[A-Za-z0-9]{20,} | \bgithub_pat_\w{20,}  # GitHub
    | \bglpat-[\w-]{20,}                                  # GitLab
    | \bxox[abeoprs]-[\w-]{10,}                           # Slack
    | \b[srp]k_(?:live|test)_\w{8,} | \bwhsec_\w{16,}     # Stripe
    | \bsk-[\w-]{20,}                                     # OpenAI and others
    | \bAIza[\w-]{35}                                     # Google
    | \bSG\.[\w-]{16,}\.[\w-]{16,}                        # SendGrid
    | \b(?:npm|dckr_pat|hf|shpat|dop_v1)_\w{20,}          # npm, Docker, Hugging Face, Shopify, DigitalOcean
    | (?<![\w-])eyJ[\w-]{8,}+\.[\w-]{8,}\.[\w-]*         # JSON Web Tokens
    | -----BEGIN[A-Z ]*PRIVATE\ KEY.*                     # keys
    | (?<=://)[^\s/:@'"]*:[^\s/@'"]+(?=@)                 # passwords in addresses
    """,
    re.VERBOSE,
)
_RANDOM = re.compile(r"[A-Za-z0-9+/_=-]{24,}")
_BITS = 4.0
"""Entropy of a character from which a long text is no words: names and hexadecimal digests stay below."""

_NAME = re.compile(
    r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|(?:api|access|private|signing|encryption|stripe)_?key)",
    re.IGNORECASE,
)
_PLAIN_NAMES = frozenset({"secret", "secrets"})
"""Fields that name a secret, and hold none."""
_REFERENCE = re.compile(r"database\.[\w-]+|arn:.*|/?[\w.-]+(?:/[\w+=.@-]+)+(?::[\w:.-]*)?|[\d.]+|true|false|null|~")
"""Values that name something: a key of a database, an ARN, a path; and numbers and switches."""
_WORDS = re.compile(r"[a-z]+(?:[-_. ][a-z]+)*")
"""Values of fields, where those of a variable are anything."""
_ENTRY = re.compile(
    r"""(?<![\w.-])(?P<key>[\w.-]++)["']?\s*[:=]\s+(?P<value>"[^"]*"|'[^']*'|[^\s"',{}\[\]#][^,}\]#]*)"""
)

_ASSIGNED = re.compile(r"""(?<![\w.-])(?P<key>[\w.-]++)=["']?(?P<value>[^\s"',;&()\[\]{}<>$%*…]{4,}+)(?![$({])""")
"""A value given to a name in a command, an address or a sentence: written out, and standing for nothing else."""


def is_secret(path: Sequence[str | int], text: str) -> bool:
    """Say whether a value looks like a secret, by itself or by the key that it stands under."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    return _is_named_secret(key, text) or any(_in_itself(text)) or any(_assigned(text))


def covered(text: str) -> str:
    """Return a text with a cover over what looks like a secret in it."""
    for begin, end in reversed(list(secret_spans(text))):
        text = f"{text[:begin]}{COVER}{text[end:]}"
    return text


def covered_value(path: Sequence[str | int], value: Any) -> Any:
    """Return a value at its path, be it a mapping or a list, with a cover over each text that looks like a secret."""
    match value:
        case str():
            shown = covered(value)
            return COVER if shown == value and is_secret(path, value) else shown
        case dict():
            return {key: covered_value((*path, key), one) for key, one in value.items()}
        case list() | tuple():
            return [covered_value(path, one) for one in value]
        case _:
            return value


def known_secrets(line: str) -> tuple[str, ...]:
    """Return what in a line has the form that an issuer of secrets documents; what only looks random is left out."""
    return tuple(found[0] for found in _KNOWN.finditer(line))


def assigned_secrets(line: str) -> tuple[str, ...]:
    """Return what in a line is given to a name that secrets have, as in `password=...`."""
    return tuple(found["value"] for found in _assigned(line))


def secret_spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield where in a line something looks like a secret: begin and end, in order, none within another."""
    named = (
        (entry.start("value"), entry.start("value") + len(entry["value"].rstrip()))
        for entry in _ENTRY.finditer(line)
        if _is_named_secret(entry["key"], entry["value"].strip().strip("\"'"))
    )
    assigned = (found.span("value") for found in _assigned(line))
    last = 0
    for begin, end in sorted([*named, *assigned, *_in_itself(line)]):
        if begin >= last:
            yield begin, end
            last = end


def _assigned(line: str) -> Iterator[re.Match[str]]:
    return (found for found in _ASSIGNED.finditer(line) if _holds_secret(found["key"], found["value"]))


def _in_itself(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _KNOWN.finditer(text))
    yield from (found.span() for found in _RANDOM.finditer(text) if _is_random(found[0]))


def _is_random(text: str) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit)
    if not all(any(map(kind, text)) for kind in kinds):
        return False
    shares = (count / len(text) for count in Counter(text).values())
    return -sum(share * math.log2(share) for share in shares) >= _BITS


def _is_named_secret(key: str, value: str) -> bool:
    return bool(value) and key not in _PLAIN_NAMES and _holds_secret(key, value)


def _holds_secret(key: str, value: str) -> bool:
    if not _NAME.search(key) or _REFERENCE.fullmatch(value):
        return False
    return key.isupper() or not _WORDS.fullmatch(value)

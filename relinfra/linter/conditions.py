"""Conditions of claims in words: why something does not happen, at the end of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from relinfra.claims import Claim, Verdict
from relinfra.packaged import packaged_yaml

__all__ = ["why"]

_SENTENCES = "plan/locales/en/claims.yaml"
"""The sentences that documents say of each condition; a test holds that each has one."""
_UNSAID = {"named": "none is named", "waits": "it does not wait", "limit": "it waits without end"}
"""Conditions that documents tell of in sections of their own."""


def why(claim: Claim) -> str:
    """Return what breaks a claim that is known not to hold; nothing where it holds, or nobody knows."""
    broken = claim.broken
    if broken is None or broken.verdict is not Verdict.FAILS:
        return ""
    said = _sentences().get(claim.kind, {}).get(broken.name, "") or _UNSAID.get(broken.name, broken.name)
    text = said.replace("*", "").rstrip(".")
    return f"{text[:1].lower()}{text[1:]}" if text[:2] != text[:2].upper() else text


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    said = packaged_yaml(files("relinfra").joinpath(_SENTENCES))
    return cast("Mapping[str, Mapping[str, str]]", said["sentences"]["claim"])

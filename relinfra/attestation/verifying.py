"""Verifying a bundle: whether anything in it was changed, as far as that can be known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relinfra.attestation.bundle import bundle_digest, read_bundle
from relinfra.attestation.statement import PREDICATE_TYPE, STATEMENT, STATEMENT_TYPE
from relinfra.errors import OutputError
from relinfra.visible import visible

__all__ = ["Verified", "verify_bundle"]


@dataclass(frozen=True)
class Verified:
    """The outcome of a verification: the digest, whether it was held against a known one, and every finding."""

    digest: str
    anchored: bool
    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify_bundle(content: bytes, digest: str | None = None) -> Verified:
    """Return whether a bundle is the one with a digest that is known from elsewhere, and agrees with itself.

    Without a digest the second is all: whoever changed the bundle may have written its statement anew.
    """
    found = bundle_digest(content)
    findings = [f"expected {digest}, found {found}: the bundle was changed"] if digest not in (None, found) else []
    try:
        findings += map(visible, _inside(read_bundle(content)))
    except OutputError as error:
        findings.append(f"the bundle {error}")
    return Verified(found, digest is not None, tuple(findings))


def _inside(files: Mapping[str, bytes]) -> Iterator[str]:
    subjects = _subjects(files.get(STATEMENT, b""))
    if subjects is None:
        yield f"{STATEMENT}: is no in-toto statement with SLSA provenance"
        return
    for name, digest in subjects.items():
        if name not in files:
            yield f"{name}: is gone"
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield f"{name}: was changed"
    yield from (f"{name}: was added" for name in files if name not in subjects and name != STATEMENT)


def _subjects(text: bytes) -> dict[str, str] | None:
    try:
        body = json.loads(text)
        if (body["_type"], body["predicateType"]) != (STATEMENT_TYPE, PREDICATE_TYPE):
            return None
        return {str(one["name"]): str(one["digest"]["sha256"]) for one in body["subject"]}
    except (ValueError, LookupError, TypeError, RecursionError):
        return None

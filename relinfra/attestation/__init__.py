"""Attestations: the evidence of a release as one bundle, a statement of in-toto and every file that it is about.

A bundle is an archive whose bytes follow from its content alone, so that one digest, kept elsewhere, finds any change.
"""

from relinfra.attestation.bundle import bundle_bytes, bundle_digest
from relinfra.attestation.contents import bundle_contents
from relinfra.attestation.statement import Provenance, statement_text
from relinfra.attestation.verifying import Verified, verify_bundle

__all__ = [
    "Provenance",
    "Verified",
    "bundle_bytes",
    "bundle_contents",
    "bundle_digest",
    "statement_text",
    "verify_bundle",
]

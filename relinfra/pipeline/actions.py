"""The GitHub actions a workflow uses, each pinned to the commit of one release.

A tag can be moved to other code by whoever controls the action's repository; a commit cannot.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["ACTIONS"]


def _pinned(action: str, commit: str, release: str) -> str:
    return f"{action}@{commit} # {release}"


ACTIONS = MappingProxyType(
    {
        "attest": _pinned("actions/attest-build-provenance", "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32", "v4.1.0"),
        "cache": _pinned("actions/cache", "cdf6c1fa76f9f475f3d7449005a359c84ca0f306", "v5.0.3"),
        "checkout": _pinned("actions/checkout", "de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2"),
        "codeql_analyze": _pinned(
            "github/codeql-action/analyze", "5d4e8d1aca955e8d8589aabd499c5cae939e33c7", "v4.31.9"
        ),
        "codeql_init": _pinned("github/codeql-action/init", "5d4e8d1aca955e8d8589aabd499c5cae939e33c7", "v4.31.9"),
        "credentials": _pinned(
            "aws-actions/configure-aws-credentials", "8df5847569e6427dd6c4fb1cf565c83acfa8afa7", "v6.0.0"
        ),
        "download": _pinned("actions/download-artifact", "37930b1c2abaa49bbe596cd826c3c89aef350131", "v7.0.0"),
        "node": _pinned("actions/setup-node", "6044e13b5dc448c55e2357c09f80417699197238", "v6.2.0"),
        "python": _pinned("actions/setup-python", "a309ff8b426b58ec0e2a45f0f869d46889d02405", "v6.2.0"),
        "release_please": _pinned(
            "googleapis/release-please-action", "45996ed1f6d02564a971a2fa1b5860e934307cf7", "v5.0.0"
        ),
        "terraform": _pinned("hashicorp/setup-terraform", "5e8dbf3c6d9deaf4193ca7a8fb23f2ac83bb6c85", "v4.0.0"),
        "upload": _pinned("actions/upload-artifact", "b7c566a772e6b6bfb58ed0dc250532a479d7789f", "v6.0.0"),
        "upload_sarif": _pinned(
            "github/codeql-action/upload-sarif", "5d4e8d1aca955e8d8589aabd499c5cae939e33c7", "v4.31.9"
        ),
    }
)

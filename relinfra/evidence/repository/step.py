"""Steps of a workflow, as far as a plan speaks of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from relinfra.evidence.repository.nodes import YamlNode

__all__ = ["APPLIES", "CACHES", "CODE_DEPLOYS", "MIGRATES", "SCANS", "described", "order"]

APPLIES = re.compile(r"\bterraform\b[^\n]* apply\b")
CACHES = re.compile(r"actions/cache\b|\bcache-from\b|\benable-cache\b")
CODE_DEPLOYS = re.compile(r"\bdeploy create-deployment\b")
MIGRATES = re.compile(r"\becs run-task\b")
SCANS = re.compile(
    r"\b(?:relinfra check|checkov|trivy|snyk|codeql|grype|semgrep|gitleaks|trufflehog|pip-audit|npm audit"
    r"|osv-scanner|tfsec|bandit|zizmor|dependency-review)\b"
)


def described(step: YamlNode, wanted: re.Pattern[str]) -> str | None:
    """Return what a step is called when it matches, else None: its name, its action or the match."""
    uses, run, name = step.get("uses"), step.get("run"), step.get("name")
    arguments = [f"{key}: {value.scalar}" for key, value in (step.get("with") or step).items if value.scalar]
    texts = [uses.scalar if uses else "", run.scalar if run else "", *arguments]
    found = next((match[0] for text in texts if (match := wanted.search(text))), None)
    if found is None and wanted is CACHES:
        cache = step.get("with", "cache")
        found = f"cache: {cache.scalar}" if cache and cache.scalar not in ("", "false") else None
    if found is None:
        return None
    return name.scalar if name else uses.scalar.partition("@")[0] if uses else found


def order(needs: Mapping[str, YamlNode | None]) -> tuple[str, ...]:
    """Return jobs so that each follows those it needs, otherwise in the order of the file."""
    waiting = {job: {item.scalar for item in need.elements} if need else set() for job, need in needs.items()}
    done: list[str] = []
    while waiting:
        free = (job for job, before in waiting.items() if not before & waiting.keys())
        ready = next(free, next(iter(waiting)))  # GitHub refuses a circle; here it only must end
        done.append(ready)
        del waiting[ready]
    return tuple(done)

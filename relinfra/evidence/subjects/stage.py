"""What an environment is: its place, its purpose, who lets a release into it."""

from __future__ import annotations

from relinfra.evidence.declared import Declarations
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.sheet import Sheet, text

__all__ = ["collect_declared", "collect_placed"]

_APPROVAL = (("reviewers", ""), ("wait_minutes", "minutes"))


def collect_declared(declared: Declarations, environment: str, sheet: Sheet) -> None:
    """Collect what only the matrix knows of an environment."""
    sheet.declare("stage", declared.name_of(environment))
    for key in ("target", "purpose", "database"):
        sheet.declare(key, declared.of(environment, key))
    for key, unit in _APPROVAL:
        found = declared.of(environment, "approval", key)
        if found and found.value:
            sheet.declare(f"approval.{key}", found, unit=unit)


def collect_placed(deployment: Deployment, sheet: Sheet) -> None:
    """Collect where a deployment lives, as its providers say."""
    providers = [provider for stack in deployment.home if (provider := stack.element("provider", "aws"))]
    for name, steps in (("region", ("region",)), ("account", ("allowed_account_ids", 0))):
        found = [attribute for provider in providers if (attribute := provider.at(*steps))]
        if found and len({str(attribute.value) for attribute in found}) == 1:
            sheet.add(name, text(found[0]), *found, how="same_everywhere", asked=name)
    if not deployment.primary:
        declared = deployment.output.declared
        sheet.declare("stage", declared.name_of(deployment.environment))
        sheet.declare("target", declared.of(deployment.environment, "target"))

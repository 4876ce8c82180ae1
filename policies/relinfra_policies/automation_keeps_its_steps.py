"""A runbook that machines follow is code which runs in production with a role of its own."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class AutomationKeepsItsSteps(KeptRule):
    """An automation has the steps, inputs and retries that it was written with.

    That is a contract of relinfra's own; its source says what steps, inputs and retries do.
    """

    policy = "CKV_RELINFRA_200"
    group = "deployment"
    title = "An automation must have the steps that it was synthesized with"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "It restarts another service, skips what waits for success, or ends well without having done anything"
    remedy = (
        "Leave automations to the services' `secrets` and to `disaster_recovery`, or set an entry of `overrides`, "
        "and synthesize again"
    )
    source = "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-authoring-runbooks.html"
    resources = ("aws_lambda_function", "aws_ssm_document", "aws_ssm_parameter")


check = AutomationKeepsItsSteps()

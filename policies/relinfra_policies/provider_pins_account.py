"""Credentials of the wrong account must fail before anything is planned."""

from __future__ import annotations

import re

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.provider_rule import ProviderRule

ACCOUNT = re.compile(r"\d{12}")


class ProviderPinsAccount(ProviderRule):
    """The AWS provider names, by number, the accounts it may touch."""

    policy = "CKV_RELINFRA_10"
    group = "state and supply"
    title = "The AWS provider must pin the accounts it may touch"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "Credentials of the wrong account must fail before anything is planned"
    remedy = "Set `account` of the environment"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
    providers = ("aws",)

    def holds(self, block: Block) -> bool:
        """Whether `allowed_account_ids` lists account numbers and nothing else."""
        accounts = block.strings("allowed_account_ids")
        return bool(accounts) and all(ACCOUNT.fullmatch(account) for account in accounts)


check = ProviderPinsAccount()

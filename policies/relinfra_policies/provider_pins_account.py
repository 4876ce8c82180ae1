"""Credentials of the wrong account must fail before anything is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.provider_rule import ProviderRule

ACCOUNT = re.compile(r"\d{12}")


class ProviderPinsAccount(ProviderRule):
    """The AWS provider names, by number, the accounts it may touch, and works in the declared region."""

    policy = "CKV_RELINFRA_10"
    group = "state and supply"
    title = "The AWS provider must pin the accounts it may touch"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "Credentials of the wrong account must fail before anything is planned"
    remedy = "Set `account` of the environment"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
    providers = ("aws",)

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether one account number is allowed, the declared one, and the region is named."""
        accounts = block.strings("allowed_account_ids")
        declared = block.declared("account")
        yield bool(accounts) and all(ACCOUNT.fullmatch(account) for account in accounts)
        yield declared is None or accounts == (declared,)
        region = block.declared("region")
        yield region is None or block.text("region") == region
        yield not block.strings("forbidden_account_ids")


check = ProviderPinsAccount()

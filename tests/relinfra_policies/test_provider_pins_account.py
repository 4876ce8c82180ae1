from typing import Any

import pytest

from relinfra_policies.provider_pins_account import check


def test_a_provider_names_its_accounts(judge: Any) -> None:
    """Every configuration is asked, also an alias."""
    pinned = {"region": "us-east-1", "allowed_account_ids": ["222222222222"]}
    passed, failed = judge(check.id, provider={"aws": [pinned, {"alias": "dr", "region": "us-west-2"}]})

    assert passed == {"provider.aws"}
    assert failed == {"provider.aws.dr"}


@pytest.mark.parametrize("accounts", [[], ["22222222222"], ["222222222222", "*"]])
def test_an_account_is_twelve_digits(judge: Any, accounts: list[str]) -> None:
    """Anything that is not written down could be any account."""
    assert judge(check.id, provider={"aws": {"allowed_account_ids": accounts}}) == (set(), {"provider.aws"})


def test_other_providers_are_not_asked(judge: Any) -> None:
    """They know no AWS accounts."""
    assert judge(check.id, provider={"random": {}}, resource={"random_id": {"x": {}}}) == (set(), set())


def test_an_account_that_a_variable_decides_has_no_verdict(judge: Any) -> None:
    """It is known where the variable is given."""
    assert judge(check.id, provider={"aws": {"allowed_account_ids": ["${var.account}"]}}) == (set(), set())

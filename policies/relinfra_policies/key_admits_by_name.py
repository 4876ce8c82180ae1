"""A key whose policy admits everybody encrypts nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import listed, principals
from relinfra_policies.shapes.granted import Statement, conditions, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import account_of


class KeyAdmitsByName(StackRule):
    """The policy of a key leaves administration to its own account, and admits services under a condition."""

    policy = "CKV_RELINFRA_104"
    group = "security"
    title = "The policy of a key must admit its account, and services under a condition"
    category = CheckCategories.ENCRYPTION
    level = "CRITICAL"
    rationale = (
        "A key that admits everybody protects nothing, and one that does not admit its account can be managed by nobody"
    )
    remedy = "Leave keys to relinfra; elsewhere name who uses the key, and rotate it"
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"
    resources = ("aws_kms_key",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each statement is exact, and the key is rotated."""
        account = account_of(stack)
        rotated = resource.text("customer_master_key_spec") or "SYMMETRIC_DEFAULT"
        yield resource.flag("enable_key_rotation") is True or rotated != "SYMMETRIC_DEFAULT"
        yield not resource.flag("bypass_policy_lockout_safety_check")
        if resource.value("policy") is None:
            yield account is None  # The default of AWS, without what relinfra's users of the key need.
            return
        found = granted(resource, "policy", stack)
        yield any(_is_administration(one, account) for one in found)
        for one in found:
            tested = list(conditions(one))
            allowed = one.get("Effect") == "Allow"
            yield not allowed or "NotPrincipal" not in one
            yield not (allowed and any(whom == "*" for _, whom in principals(one)) and not tested)
            yield not (allowed and any(kind == "Service" for kind, _ in principals(one)) and not tested)
            yield _is_administration(one, account) or not {"kms:*", "*"}.intersection(listed(one.get("Action")))
            for _, key, values in tested:
                yield key != "aws:sourceaccount" or account is None or values == [account]


def _is_administration(statement: Statement, account: str | None) -> bool:
    """Return whether a statement lets the policies of the account decide, as AWS's default does."""
    whom = [name for kind, name in principals(statement) if kind == "AWS"]
    root = all(name.endswith(":root") or name.isdecimal() for name in whom) and bool(whom)
    own = account is None or all(account in name for name in whom)
    whole = "kms:*" in listed(statement.get("Action")) and "*" in listed(statement.get("Resource"))
    return statement.get("Effect") == "Allow" and root and own and whole and not list(conditions(statement))


check = KeyAdmitsByName()

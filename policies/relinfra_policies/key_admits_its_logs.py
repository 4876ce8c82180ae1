"""A log group under a key that does not admit it takes no line."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import principals
from relinfra_policies.shapes.granted import Statement, allows, conditions, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

RIGHTS = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey")


class KeyAdmitsItsLogs(StackRule):
    """The key of a log group lets CloudWatch Logs encrypt that group."""

    policy = "CKV_RELINFRA_105"
    group = "security"
    title = "The key of a log group must admit CloudWatch Logs for that group"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A log group whose key does not admit it takes no line, and a service that cannot log does not start"
    remedy = "Leave keys of logs to relinfra"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
    resources = ("aws_cloudwatch_log_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its key is of this stack."""
        return stack.referred(resource.text("kms_key_id"), "aws_kms_key") is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the key exists, and admits the group."""
        key = stack.referred(resource.text("kms_key_id"), "aws_kms_key")
        yield is_expression(resource.text("kms_key_id")) or resource.text("kms_key_id").startswith("arn:")
        if key is None or key.value("policy") is None:
            return
        found = [one for one in granted(key, "policy", stack) if _is_of_logs(one)]
        for action in RIGHTS:
            yield any(allows(one, action) and _covers(one, resource.text("name")) for one in found)


def _is_of_logs(statement: Statement) -> bool:
    return any(kind == "Service" and whom.startswith("logs.") for kind, whom in principals(statement))


def _covers(statement: Statement, name: str) -> bool:
    """Return whether the context of a statement, where it has one, is that of a group."""
    arns = [values for _, key, values in conditions(statement) if key == "kms:encryptioncontext:aws:logs:arn"]
    return is_expression(name) or all(
        any(fnmatchcase(f"x:log-group:{name}", _pattern(one)) for one in values) for values in arns
    )


def _pattern(arn: str) -> str:
    return "*:log-group:" + arn.partition(":log-group:")[2] if ":log-group:" in arn else "*"


check = KeyAdmitsItsLogs()

"""A service that acts for everybody acts for a stranger too, who names the role."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.bound import acts_for_this_account
from relinfra_policies.shapes.documents import listed, principals, services
from relinfra_policies.shapes.granted import conditions, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import account_of

ASSUMED = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")
GITHUB = "token.actions.githubusercontent.com"
CALLING = {
    "backup.amazonaws.com",
    "codedeploy.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "ecs.amazonaws.com",
    "events.amazonaws.com",
    "monitoring.rds.amazonaws.com",
    "s3.amazonaws.com",
    "ssm.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
}
"""Services that say for which account they assume a role, each by its page on confused deputies."""


class RoleIsAssumedForItsAccount(StackRule):
    """A role of a service is assumed for the declared account alone; a role of workflows by those of one repository."""

    policy = "CKV_RELINFRA_103"
    group = "security"
    title = "A role must be assumed for its own account, and by named workflows"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = (
        "A service that acts for every account uses the role for a stranger, and a provider's token is had "
        "by every repository"
    )
    remedy = "Leave trusts to relinfra; elsewhere test `aws:SourceAccount`, and both `sub` and `aud` of a token"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    resources = ("aws_iam_role",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each trust is exact."""
        account = account_of(stack)
        found = granted(resource, "assume_role_policy", stack)
        yield bool(found)
        for one in found:
            tested = {key: values for operator, key, values in conditions(one) if not operator.startswith("Not")}
            kinds = {kind for kind, _ in principals(one)}
            yield one.get("Effect") == "Allow"
            yield all(action.lower().startswith(ASSUMED) for action in listed(one.get("Action")))
            if any(kind == "Service" and whom in CALLING for kind, whom in principals(one)):
                yield "aws:sourceaccount" in tested or "aws:sourcearn" in tested
            yield account is None or tested.get("aws:sourceaccount", [account]) == [account]
            yield from acts_for_this_account(one)
            if "Federated" in kinds and any(GITHUB in name for name in (*tested, *services(one))):
                yield tested.get(f"{GITHUB}:aud") == ["sts.amazonaws.com"]
                yield all(map(_is_exact, tested.get(f"{GITHUB}:sub") or ["*"]))


def _is_exact(subject: str) -> bool:
    """Return whether a subject names its repository, and leaves out no more than the end."""
    return subject.startswith("repo:") and not set("*?").intersection(subject.split(":")[1]) and subject.count(":") > 1


check = RoleIsAssumedForItsAccount()

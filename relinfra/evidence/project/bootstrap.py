"""Accounts as they are prepared for a pipeline: whom AWS trusts, and the buckets of state and evidence."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.project.repositories import collect_repositories
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Account, DeploymentRole, EvidenceBucket, Project, StateBucket
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["collect"]

_COMPONENT = "bootstrap"
_ISSUER = "token.actions.githubusercontent.com"
_COMPARISONS = ("StringEquals", "StringEqualsIfExists", "StringLike")
_SECONDS_PER_MINUTE = 60


def collect(output: Output, recorder: Recorder) -> None:
    """Collect one group of facts for each account that a stack prepares."""
    for stack in output.stacks.values():
        provider = stack.element("provider", "aws")
        account = provider and provider.at("allowed_account_ids", 0)
        if stack.label("component") == _COMPONENT and account:
            own = recorder.at(Everything.project).one(Project.accounts, account.text)
            own.take(Account.number, account)
            own.add(Account.stack, stack.name, stack.count())
            _roles(stack, own)
            _states(output, stack, own)
            _evidence(output, stack, own.at(Account.evidence))
            collect_repositories(output, stack, own)


def _roles(stack: Stack, recorder: Recorder) -> None:
    for role in stack.find("aws_iam_role"):
        subjects = list(_claims(role, "sub"))
        if subjects:
            own = recorder.one(Account.roles, role.name)
            own.read(role)
            own.add(DeploymentRole.trusts, tuple(subject.text for subject in subjects), *subjects)
            own.take(DeploymentRole.repository_id, next(_claims(role, "repository_id"), None))
            own.take(DeploymentRole.owner_id, next(_claims(role, "repository_owner_id"), None))
            longest = role.at("max_session_duration")
            if longest and longest.number is not None:
                minutes = int(longest.number // _SECONDS_PER_MINUTE)
                own.add(DeploymentRole.session_minutes, minutes, longest, how="seconds_to_minutes")


def _claims(role: Resource, claim: str) -> Iterator[Attribute]:
    """Give every value of a claim of a GitHub token with which a role trusts it."""
    for statement in role.each("assume_role_policy", "Statement"):
        for comparison in _COMPARISONS:
            yield from statement.each("Condition", comparison, f"{_ISSUER}:{claim}")


def _states(output: Output, stack: Stack, recorder: Recorder) -> None:
    """Collect how the buckets that the backends name are kept, where this stack makes them."""
    own = stack.backend and stack.backend.at("bucket")
    named = {one.text for other in output.stacks.values() if other.backend and (one := other.backend.at("bucket"))}
    for bucket in stack.find("aws_s3_bucket"):
        name = bucket.at("bucket")
        if name and own and name.text == own.text:
            _state(output, stack, bucket, recorder.at(Account.state))
        elif name and name.text in named:
            _state(output, stack, bucket, recorder.one(Account.recovery_states, bucket.name))


def _state(output: Output, stack: Stack, bucket: Resource, recorder: Recorder) -> None:
    recorder.take(StateBucket.name, bucket.at("bucket"))
    _versions(output, stack, bucket, recorder)
    recorder.take(StateBucket.key_alias, _key(output, stack, bucket))


def _evidence(output: Output, stack: Stack, recorder: Recorder) -> None:
    """Collect the bucket whose objects nobody can remove, and for how long."""
    for lock in stack.find("aws_s3_bucket_object_lock_configuration"):
        bucket = output.follow_one(lock.at("bucket"), "aws_s3_bucket")
        retention = lock.at("rule", "default_retention")
        if bucket and retention:
            recorder.take(EvidenceBucket.name, bucket.at("bucket"))
            recorder.take(EvidenceBucket.mode, retention.at("mode"))
            recorder.take(EvidenceBucket.days, retention.at("days"))
            recorder.take(EvidenceBucket.key_alias, _key(output, stack, bucket))


def _versions(output: Output, stack: Stack, bucket: Resource, recorder: Recorder) -> None:
    for lifecycle in stack.find("aws_s3_bucket_lifecycle_configuration"):
        if bucket in output.follow(lifecycle.at("bucket")):
            rules = lifecycle.each("rule")
            days = (found for rule in rules if (found := rule.at("noncurrent_version_expiration", "noncurrent_days")))
            recorder.take(StateBucket.old_version_days, next(days, None))


def _key(output: Output, stack: Stack, bucket: Resource) -> Attribute | None:
    """Return the alias of the key that encrypts a bucket."""
    for encryption in stack.find("aws_s3_bucket_server_side_encryption_configuration"):
        if bucket in output.follow(encryption.at("bucket")):
            rule = encryption.at("rule", "apply_server_side_encryption_by_default", "kms_master_key_id")
            key = output.follow_one(rule, "aws_kms_key")
            aliases = (
                one for one in stack.find("aws_kms_alias") if key and key in output.follow(one.at("target_key_id"))
            )
            alias = next(aliases, None)
            return alias.at("name") if alias else None
    return None

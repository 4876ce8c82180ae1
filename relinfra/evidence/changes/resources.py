"""Resources that come, go, or change their stack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relinfra.evidence.changes.between import Between
from relinfra.evidence.changes.change import RESOURCE, Change, absent, former, name_path, present
from relinfra.evidence.fact import FormerEvidence
from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource

__all__ = ["COUNTED", "LOSSES", "STATEFUL", "created", "destroyed", "moved", "replica_loss", "stateful"]

STATEFUL = {
    "aws_backup_vault": "backups_lost",
    "aws_cloudwatch_log_group": "logs_lost",
    "aws_db_instance": "data_lost",
    "aws_ecr_repository": "images_lost",
    "aws_kms_key": "key_lost",
    "aws_kms_replica_key": "key_lost",
    "aws_rds_cluster": "data_lost",
    "aws_s3_bucket": "data_lost",
    "aws_secretsmanager_secret": "secret_lost",
    "aws_sqs_queue": "messages_lost",
}
"""What is lost for good with a resource that holds something, by its type."""

LOSSES = {
    **STATEFUL,
    "aws_backup_plan": "backups_stop",
    "aws_backup_selection": "backups_stop",
    "aws_budgets_budget": "unwatched",
    "aws_cloudtrail": "unwatched",
    "aws_cloudwatch_composite_alarm": "unwatched",
    "aws_cloudwatch_metric_alarm": "unwatched",
    "aws_db_instance_automated_backups_replication": "recovery_lost",
    "aws_ecs_service": "traffic_lost",
    "aws_flow_log": "unwatched",
    "aws_lb": "traffic_lost",
    "aws_lb_listener": "traffic_lost",
    "aws_lb_listener_rule": "traffic_lost",
    "aws_lb_target_group": "traffic_lost",
    "aws_nat_gateway": "fewer_ways_out",
    "aws_rds_cluster_instance": "fewer_instances",
    "aws_route53_health_check": "unwatched",
    "aws_route53_record": "traffic_lost",
    "aws_s3_bucket_logging": "unwatched",
    "aws_s3_bucket_object_lock_configuration": "unprotected",
    "aws_s3_bucket_policy": "unprotected",
    "aws_s3_bucket_public_access_block": "unprotected",
    "aws_s3_bucket_replication_configuration": "recovery_lost",
    "aws_s3_bucket_server_side_encryption_configuration": "unprotected",
    "aws_s3_bucket_versioning": "unprotected",
    "aws_sns_topic": "nobody_told",
    "aws_sns_topic_subscription": "nobody_told",
    "aws_synthetics_canary": "unwatched",
    "aws_wafv2_web_acl": "unprotected",
    "aws_wafv2_web_acl_association": "unprotected",
}
"""What is lost with a resource, by its type; of any other, that it is gone."""


COUNTED = ("aws_nat_gateway", "aws_rds_cluster_instance")
"""What stands in for others of its type: that there are fewer is a change of capacity, unless none is left."""


def stateful(resource: Resource) -> bool:
    """Whether a resource holds what cannot be made again; a database that follows another holds only copies."""
    return resource.type in STATEFUL and not resource.at("replicate_source_db")


def replica_loss(output: Output, replica: Resource) -> str:
    """Return what is lost with a database that follows another: beside it, it shares reads; elsewhere, it stands by."""
    source = output.follow_one(replica.at("replicate_source_db"), "aws_db_instance")
    return "fewer_instances" if source and source.stack == replica.stack else "recovery_lost"


def destroyed(between: Between) -> Iterator[Change]:
    """Yield every resource that is in no stack of its place any more."""
    for was in between.gone:
        if _elsewhere(between, was, between.come) is None:
            path = name_path(was)
            now = absent(was, *path)
            evidence = (former(was, *path), now)
            why = _loss(between, was)
            yield Change(was.stack, was.address, "destroyed", RESOURCE, why, evidence, stateful=stateful(was))


def moved(between: Between) -> Iterator[Change]:
    """Yield every resource that another stack of the same environment and region has now."""
    for was in between.gone:
        now = _elsewhere(between, was, between.come)
        if now:
            evidence = (former(was, *name_path(was)), present(now, *name_path(now)))
            kept = stateful(was)
            yield Change(
                was.stack, was.address, "moved", RESOURCE, "moved", evidence, was.stack, now.stack, stateful=kept
            )


def created(between: Between) -> Iterator[Change]:
    """Yield how many resources of each type are new in each stack."""
    new = Counter((now.stack, now.type) for now in between.come if _elsewhere(between, now, between.gone) is None)
    for (stack, type_), number in sorted(new.items()):
        before = FormerEvidence(stack, type_, "count", _count(between.former, stack, type_))
        after = between.present.stacks[stack].count(type_)
        yield Change(stack, type_, "created", RESOURCE, "created", (before, after), after=number, unit="resources")


def _loss(between: Between, was: Resource) -> str:
    """Return what is lost with a resource; with a setting of a resource that is gone too, nothing more is."""
    if was.at("replicate_source_db"):
        return replica_loss(between.former, was)
    now = between.present.stacks.get(was.stack)
    if was.type in COUNTED and now and now.find(was.type):
        return "gone"
    named = was.body if isinstance(was.body, dict) and not stateful(was) else {}
    belongs = {target for name in named for target in between.former.follow(was.at(name))}
    return (
        "gone" if any(one.type in STATEFUL and one in between.gone for one in belongs) else LOSSES.get(was.type, "gone")
    )


def _count(output: Output, stack: str, type_: str) -> int:
    found = output.stacks.get(stack)
    return len(found.find(type_)) if found else 0


def _elsewhere(between: Between, one: Resource, others: tuple[Resource, ...]) -> Resource | None:
    """Return the resource of the same address in another stack of the same place, where there is exactly one."""
    place = between.place(one.stack)
    found = [
        other
        for other in others
        if other.address == one.address and other.stack != one.stack and between.place(other.stack) == place
    ]
    return found[0] if len(found) == 1 else None

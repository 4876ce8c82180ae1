"""New exposure: public addresses, plain HTTP, older TLS, a firewall that refuses less."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, attribute_change
from relinfra.comparison.consequences.watch import Watch, fewer, off, on, watched
from relinfra.comparison.pair import Pair
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.records.change import ChangeFacts
from relinfra.evidence.resource import Resource

__all__ = ["WATCHED", "exposure"]

WATCHED = (
    *(
        Watch("aws_s3_bucket_public_access_block", (name,), off, "public_access")
        for name in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    ),
    Watch("aws_db_instance", ("publicly_accessible",), on, "public_address"),
    Watch("aws_ecs_service", ("enable_execute_command",), on, "shell_into_tasks"),
    Watch("aws_ecs_service", ("network_configuration", "assign_public_ip"), on, "public_address"),
    Watch("aws_lb", ("enable_waf_fail_open",), on, "firewall_fails_open"),
    Watch("aws_lb", ("internal",), off, "public_address"),
    Watch("aws_rds_cluster", ("enable_http_endpoint",), on, "data_api"),
    Watch("aws_rds_cluster_instance", ("publicly_accessible",), on, "public_address"),
    Watch("aws_subnet", ("map_public_ip_on_launch",), on, "public_address"),
    Watch("aws_vpc_endpoint", ("security_group_ids",), fewer, "endpoint_unguarded"),
)

_OLDEST = (1, 0)
_VERSIONS = re.compile(r"(?:TLS13|TLS|FS|Res|Ext\d?)-(?P<major>\d)-(?P<minor>\d)(?!\d)")
_PLAIN = "HTTP"
_KMS = "aws:kms"


def exposure(between: Between) -> Iterator[Consequence]:
    """Yield every such change."""
    yield from watched(between, "access", WATCHED)
    yield from (change for pair in between.of("aws_lb_listener") for change in _listener(pair))
    yield from (change for pair in between.of("aws_wafv2_web_acl") for change in _firewall(pair))
    encryption = "aws_s3_bucket_server_side_encryption_configuration"
    yield from (change for pair in between.of(encryption) for change in _encryption(pair))


def oldest_tls(policy: str) -> tuple[int, int]:
    """Return the oldest TLS that an `ELBSecurityPolicy-...` admits: 1.0 unless its name says otherwise."""
    named = _VERSIONS.search(policy)
    return (int(named["major"]), int(named["minor"])) if named else _OLDEST


def _listener(pair: Pair) -> Iterator[Consequence]:
    was, now = pair.former.at("ssl_policy"), pair.present.at("ssl_policy")
    if was and now and _weaker(was.text, now.text):
        yield attribute_change(pair, "access", ("ssl_policy",), "weaker_tls", before=was.text, after=now.text)
    was, now = pair.former.at("protocol"), pair.present.at("protocol")
    if was and now and was.text != now.text == _PLAIN:
        yield attribute_change(pair, "access", ("protocol",), "plain_text", before=was.text, after=now.text)
    was, now = (_action(one) for one in pair)
    if was and now and was.text == "redirect" != now.text:
        yield attribute_change(
            pair, "access", ("default_action", "type"), "plain_text", before=was.text, after=now.text
        )


def _action(listener: Resource) -> Attribute | None:
    return listener.at("default_action", "type")


def _weaker(was: str, now: str) -> bool:
    """Whether a policy admits an older TLS than another, or ciphers that it did not."""
    before, after = oldest_tls(was), oldest_tls(now)
    return after < before or (after == before and _extended(now) > _extended(was))


def _extended(policy: str) -> int:
    """Return how many ciphers beyond the usual a policy admits, as its name ranks them."""
    if "-Res" in policy:
        return 0
    return 3 if "-Ext2" in policy else 2 if "-Ext" in policy else 1


def _firewall(pair: Pair) -> Iterator[Consequence]:
    was, now = (_refusing(acl) for acl in pair)
    lost = tuple(sorted(was - now))
    if lost:
        yield attribute_change(
            pair,
            "access",
            ("rule",),
            "fewer_rules",
            before=tuple(sorted(was)),
            after=tuple(sorted(now)),
            details={ChangeFacts.lost: lost},
        )


def _refusing(acl: Resource) -> set[str]:
    """Return the rules that refuse; one that only counts lets everything pass."""
    return {
        name.text
        for rule in acl.each("rule")
        if (name := rule.at("name"))
        and rule.at("override_action", "count") is None
        and rule.at("action", "count") is None
    }


def _encryption(pair: Pair) -> Iterator[Consequence]:
    path = ("rule", "apply_server_side_encryption_by_default", "sse_algorithm")
    was, now = pair.former.at(*path), pair.present.at(*path)
    if was and now and was.text == _KMS != now.text:
        yield attribute_change(pair, "access", path, "weaker_encryption", before=was.text, after=now.text)

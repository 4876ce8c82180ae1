"""Rules of security groups, policies, listeners, firewalls: wider is found, narrower is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from relinfra.comparison.consequence import Consequence
from relinfra.comparison.consequences.access.exposure import oldest_tls
from relinfra.evidence import Output
from relinfra.evidence.records.change import ChangeFacts
from tests.relinfra.comparison.support import Edit, changes, edited, found, put

SERVICE, DATA = "shop-production-service", "shop-production-data"
RULE = "aws_vpc_security_group_ingress_rule"
TLS = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"


def rule(**arguments: object) -> Edit:
    """Return an edit that adds a rule to the tasks' group, or changes the one added."""
    body = {"security_group_id": "${aws_security_group.web.id}", "ip_protocol": "tcp", "from_port": 80, "to_port": 90}
    return lambda resources: put(resources, (RULE, "made"), {**body, **arguments})


def access(former: Output, present: Output) -> list[Consequence]:
    """Return the changes of access."""
    return [one for one in changes(former, present) if one.kind == "access"]


@pytest.mark.parametrize(
    ("wider", "why"),
    [
        ({"cidr_ipv4": "10.0.0.0/8"}, "reached_by_more"),
        ({"cidr_ipv4": "10.2.0.0/16"}, "reached_by_more"),
        ({"cidr_ipv4": "0.0.0.0/0"}, "open_to_all"),
        ({"cidr_ipv6": "::/0"}, "open_to_all"),
        ({"cidr_ipv4": "10.1.0.0/16", "to_port": 91}, "reached_by_more"),
        ({"cidr_ipv4": "10.1.0.0/16", "from_port": 79}, "reached_by_more"),
        ({"cidr_ipv4": "10.1.0.0/16", "ip_protocol": "-1"}, "reached_by_more"),
        ({"cidr_ipv4": "10.1.0.0/16", "ip_protocol": "udp"}, "reached_by_more"),
        ({"referenced_security_group_id": "${aws_security_group.load_balancer.id}"}, "reached_by_more"),
    ],
)
def test_a_wider_rule_is_found_and_a_narrower_is_not(shop: Output, wider: dict[str, object], why: str) -> None:
    """What no rule of the group let through before is a change; the same the other way round is none."""
    narrow = edited(shop, SERVICE, rule(cidr_ipv4="10.1.0.0/16"))
    wide = edited(shop, SERVICE, rule(**wider))
    (change,) = access(narrow, wide)
    assert (change.address, change.why) == (f"{RULE}.made", why)
    if set(wider) <= {"cidr_ipv4", "from_port", "to_port"} and wider["cidr_ipv4"] != "10.2.0.0/16":
        assert access(wide, narrow) == []


def test_a_new_rule_that_an_older_covers_is_none(shop: Output) -> None:
    """A rule renamed, or split into narrower ones, lets nothing more through."""
    wide = edited(shop, SERVICE, rule(cidr_ipv4="10.0.0.0/8"))

    def split(resources: dict[str, Any]) -> None:
        body = resources[RULE].pop("made")
        resources[RULE]["first"] = {**body, "cidr_ipv4": "10.0.0.0/9"}
        resources[RULE]["second"] = {**body, "cidr_ipv4": "10.128.0.0/9"}

    assert access(wide, edited(wide, SERVICE, split)) == []


def statement(**changed: object) -> Edit:
    """Return an edit that gives the tasks a policy of one statement."""
    body = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::assets/*"], **changed}
    given = {name: value for name, value in body.items() if value is not None}
    text = json.dumps({"Version": "2012-10-17", "Statement": [given]})
    return lambda resources: put(resources, ("aws_iam_role_policy", "web_task", "policy"), text)


@pytest.mark.parametrize(
    "wider",
    [
        {"Action": ["s3:GetObject", "s3:PutObject"]},
        {"Action": "s3:*"},
        {"Action": None, "NotAction": ["s3:DeleteObject"]},
        {"Resource": "*"},
        {"Resource": ["arn:aws:s3:::*"]},
        {"Condition": None},
        {"Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"]}}},
        {"Principal": "*"},
        {"Principal": {"AWS": "arn:aws:iam::1:root"}},
    ],
)
def test_a_wider_statement_is_found_and_a_narrower_is_not(shop: Output, wider: dict[str, object]) -> None:
    """More actions, resources, principals, or fewer conditions are a change; fewer or more of them are none."""
    limited: dict[str, object] = {"Condition": {"StringEquals": {"aws:SourceAccount": "1"}}}
    narrow = edited(shop, SERVICE, statement(**limited))
    wide = edited(shop, SERVICE, statement(**{**limited, **wider}))
    (change,) = access(narrow, wide)
    assert change.address == "aws_iam_role_policy.web_task"
    assert change.details[ChangeFacts.actions]
    if not {"Principal", "NotAction"} & set(wider):
        assert access(wide, narrow) == []


def test_a_denial_that_is_gone_is_found(shop: Output) -> None:
    """A bucket that no longer refuses plain HTTP is reached by more."""
    path = ("aws_s3_bucket_policy", "assets", "policy")

    def without_denials(resources: dict[str, Any]) -> None:
        document = json.loads(resources["aws_s3_bucket_policy"]["assets"]["policy"])
        document["Statement"] = [one for one in document["Statement"] if one["Effect"] != "Deny"]
        put(resources, path, json.dumps(document))

    (change,) = access(shop, edited(shop, DATA, without_denials))
    assert (change.address, change.why) == ("aws_s3_bucket_policy.assets", "denies_less")


def test_a_policy_attached_to_a_role_that_was_there_is_found(shop: Output) -> None:
    """A new policy of a known role gives it more; the policies of a new role are part of what is new."""
    admin = {"role": "${aws_iam_role.web_task.name}", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    present = edited(shop, SERVICE, lambda r: put(r, ("aws_iam_role_policy_attachment", "admin"), admin))
    (change,) = access(shop, present)
    assert (change.why, change.after) == ("more_permissions", admin["policy_arn"])

    def new_role(resources: dict[str, Any]) -> None:
        put(resources, ("aws_iam_role", "made"), {"name": "made"})
        made = {**admin, "role": "${aws_iam_role.made.name}"}
        put(resources, ("aws_iam_role_policy_attachment", "admin"), made)

    assert access(shop, edited(shop, SERVICE, new_role)) == []


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("aws_lb_listener", "https", "ssl_policy"), "ELBSecurityPolicy-TLS13-1-0-2021-06", "weaker_tls"),
        (("aws_lb_listener", "https", "ssl_policy"), "ELBSecurityPolicy-2016-08", "weaker_tls"),
        (("aws_lb_listener", "https", "ssl_policy"), "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", "weaker_tls"),
        (("aws_lb_listener", "https", "protocol"), "HTTP", "plain_text"),
        (("aws_lb_listener", "http", "default_action", "type"), "forward", "plain_text"),
    ],
)
def test_a_weaker_listener_is_found(shop: Output, path: tuple[str, ...], value: str, why: str) -> None:
    """Older TLS, more ciphers or none at all are a change."""
    weak = edited(shop, SERVICE, lambda resources: put(resources, path, value))
    assert (f"{path[0]}.{path[1]}", "access", why) in found(shop, weak)
    assert access(weak, shop) == []


@pytest.mark.parametrize(
    ("policy", "oldest"),
    [
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", (1, 3)),
        (TLS, (1, 2)),
        ("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", (1, 2)),
        ("ELBSecurityPolicy-TLS13-1-1-2021-06", (1, 1)),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", (1, 2)),
        ("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", (1, 2)),
        ("ELBSecurityPolicy-TLS-1-1-2017-01", (1, 1)),
        ("ELBSecurityPolicy-FS-2018-06", (1, 0)),
        ("ELBSecurityPolicy-2016-08", (1, 0)),
    ],
)
def test_the_oldest_tls_is_read_from_the_name_of_a_policy(policy: str, oldest: tuple[int, int]) -> None:
    """AWS names its policies after what they admit."""
    assert oldest_tls(policy) == oldest


def test_a_firewall_that_only_counts_is_found(shop: Output) -> None:
    """A rule that refused and counts now, or is gone, is a change."""
    name = ("aws_wafv2_web_acl", "main")
    refusing = {"name": "waf", "rule": [{"name": "common", "override_action": {"none": {}}}]}
    counting = {"name": "waf", "rule": [{"name": "common", "override_action": {"count": {}}}]}
    former = edited(shop, SERVICE, lambda resources: put(resources, name, refusing))
    for body in (counting, {"name": "waf", "rule": []}):
        present = edited(shop, SERVICE, lambda resources, b=body: put(resources, name, b))
        (change,) = access(former, present)
        assert (change.why, change.details[ChangeFacts.lost]) == ("fewer_rules", ("common",))
        assert access(present, former) == []

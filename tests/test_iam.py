"""The evaluator of policies answers as AWS documents it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.iam import Decision, Request, decide

QUEUE = "arn:aws:sqs:us-east-1:111111111111:jobs"
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
SEND = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE}
NEVER = {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("identity", "boundary", "resource", "decision"),
    [
        ([], None, None, "implicit deny"),
        ([SEND], None, None, "allow"),
        ([SEND, NEVER], None, None, "explicit deny"),
        ([SEND], [SEND], None, "allow"),
        ([SEND], [], None, "implicit deny"),
        ([], [ALL], None, "implicit deny"),
        ([SEND], [ALL, NEVER], None, "explicit deny"),
        ([SEND], None, [], "implicit deny"),
        ([SEND], None, [SEND], "allow"),
        ([ALL], [ALL], [NEVER], "explicit deny"),
    ],
)
def test_a_refusal_wins_and_everybody_has_to_allow(
    identity: list[Any], boundary: list[Any] | None, resource: list[Any] | None, decision: Decision
) -> None:
    """Explicit deny, then the identity's policies, the boundary and another account's resource each."""
    assert decide(Request("sqs:SendMessage", QUEUE), identity, boundary, resource) == decision


@pytest.mark.parametrize(
    ("statement", "action", "on", "applies"),
    [
        ({"Action": "sqs:send*", "Resource": "*"}, "sqs:SendMessage", QUEUE, True),
        ({"Action": "sqs:Send?essage", "Resource": "*"}, "sqs:SendMessage", QUEUE, True),
        ({"Action": ["s3:*", "sns:*"], "Resource": "*"}, "sqs:SendMessage", QUEUE, False),
        ({"NotAction": "iam:*", "Resource": "*"}, "sqs:SendMessage", QUEUE, True),
        ({"NotAction": "sqs:*", "Resource": "*"}, "sqs:SendMessage", QUEUE, False),
        ({"Action": "*", "Resource": "arn:aws:s3:::shop-*"}, "s3:GetObject", "arn:aws:s3:::shop-a/b/c", True),
        ({"Action": "*", "Resource": "arn:aws:s3:::Shop-*"}, "s3:GetObject", "arn:aws:s3:::shop-a/b/c", False),
        ({"Action": "*", "Resource": "arn:aws:sqs:*:111111111111:*"}, "sqs:SendMessage", QUEUE, True),
        ({"Action": "*", "Resource": "arn:aws:*:jobs"}, "sqs:SendMessage", QUEUE, False),
        ({"Action": "*", "Resource": "arn:aws:a:*:*:log-group:*:x"}, "a:B", "arn:aws:a:r:1:log-group:b:c:x", True),
        ({"Action": "*", "NotResource": QUEUE}, "sqs:SendMessage", QUEUE, False),
        ({"Action": "*", "NotResource": [QUEUE]}, "sqs:SendMessage", f"{QUEUE}2", True),
        ({"Action": "*", "Resource": "arn:aws:s3:::a[b]"}, "s3:ListBucket", "arn:aws:s3:::ab", False),
    ],
)
def test_actions_have_no_case_and_resources_are_compared_part_by_part(
    statement: dict[str, Any], action: str, on: str, applies: bool
) -> None:
    """`*` and `?` are the wildcards, and nothing else is; `Not` turns an element round."""
    found = decide(Request(action, on), [{"Effect": "Allow", **statement}])
    assert found == ("allow" if applies else "implicit deny")


@pytest.mark.parametrize(
    ("condition", "context", "holds"),
    [
        ({"StringEquals": {"aws:SourceAccount": ["1", "2"]}}, {"AWS:sourceaccount": "2"}, True),
        ({"StringEquals": {"aws:SourceAccount": "1"}}, {}, False),
        ({"StringEquals": {"a:b": "1", "a:c": "2"}}, {"a:b": "1", "a:c": "3"}, False),
        ({"StringEquals": {"a:b": "1*"}}, {"a:b": "12"}, False),
        ({"StringLike": {"a:b": "1*"}}, {"a:b": "12"}, True),
        ({"StringEqualsIfExists": {"a:b": "1"}}, {}, True),
        ({"StringEqualsIfExists": {"a:b": "1"}}, {"a:b": "2"}, False),
        ({"StringNotEquals": {"a:b": ["1", "2"]}}, {"a:b": "2"}, False),
        ({"StringNotEquals": {"a:b": ["1", "2"]}}, {"a:b": "3"}, True),
        ({"StringNotEquals": {"a:b": "1"}}, {}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:ecs:*:1:*"}}, {"aws:SourceArn": "arn:aws:ecs:r:1:service/a/b"}, True),
        ({"ArnLikeIfExists": {"aws:SourceArn": "arn:aws:s3:::a"}}, {"aws:SourceArn": "arn:aws:s3:::b"}, False),
        ({"Bool": {"aws:SecureTransport": "false"}}, {"aws:SecureTransport": "true"}, False),
        ({"Null": {"a:b": "true"}}, {}, True),
        ({"Null": {"a:b": "false"}}, {}, False),
        ({"ForAllValues:StringLike": {"a:b": ["x*"]}}, {"a:b": ["xa", "xb"]}, True),
        ({"ForAllValues:StringLike": {"a:b": ["x*"]}}, {"a:b": ["xa", "y"]}, False),
        ({"ForAllValues:StringLike": {"a:b": ["x*"]}}, {}, True),
        ({"ForAnyValue:StringEquals": {"a:b": ["x"]}}, {"a:b": ["x", "y"]}, True),
        ({"ForAnyValue:StringEquals": {"a:b": ["x"]}}, {}, False),
        ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, {"s3:TlsVersion": "1.3"}, False),
    ],
)
def test_a_condition_holds_where_every_key_fits(
    condition: dict[str, Any], context: dict[str, Any], holds: bool
) -> None:
    """Keys and operators are all needed, values are alternatives, and a key that is missing fails most of them."""
    found = decide(Request("sqs:SendMessage", QUEUE, context), [{**ALL, "Condition": condition}])
    assert found == ("allow" if holds else "implicit deny")


@pytest.mark.parametrize(
    "statement",
    [
        {**ALL, "NotPrincipal": {"AWS": "*"}},
        {**ALL, "Resource": "arn:aws:s3:::${aws:username}"},
        {**ALL, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
    ],
)
def test_what_the_evaluator_does_not_know_it_refuses_to_judge(statement: dict[str, Any]) -> None:
    """A wrong answer would be worse than none."""
    with pytest.raises((AssertionError, KeyError)):
        decide(Request("s3:GetObject", "arn:aws:s3:::a", {"aws:SourceIp": "10.0.0.1"}), [statement])

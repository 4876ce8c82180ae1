from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from relinfra.matrix.models.secret import JsonKey, ParameterName, SecretName
from relinfra.matrix.values.arn import KeyArn
from relinfra.matrix.values.aws import AccountId, ImageReference, PostgresVersion
from relinfra.matrix.values.cidr import CallerCidr, Cidr
from relinfra.matrix.values.instance_classes import InstanceClass
from relinfra.matrix.values.names import BucketName, DomainName, EmailAddress, Name, Repository, Reviewer
from relinfra.matrix.values.numbers import Port
from relinfra.matrix.values.regions import Region, partition
from relinfra.matrix.values.retention import RetentionDays
from relinfra.reading.numbers import Percent
from relinfra.reading.text import Date, Line

_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
_SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/partner"  # noqa: S105 - its ARN
GOOD: list[tuple[Any, list[Any]]] = [
    (AccountId, ["012345678901"]),
    (BucketName, ["acme-state", "abc"]),
    (CallerCidr, ["10.0.0.0/8", "203.0.113.7/32"]),
    (Cidr, ["10.0.0.0/16", "192.168.0.0/28"]),
    (Date, ["2027-06-30"]),
    (DomainName, ["a.b", "xn--bcher-kva.example.com"]),
    (EmailAddress, ["a.b+c@d-e.example.com"]),
    (
        ImageReference,
        ["nginx/nginx", "localhost:5000/a/b:1.0", "public.ecr.aws/x/y@sha256:" + "a" * 64, "example.com/a__b/c--d"],
    ),
    (InstanceClass, ["db.t4g.medium", "db.r7g.16xlarge", "db.x2iedn.xlarge", "db.r6gd.large"]),
    (Line, ["é ü", "x"]),
    (Name, ["a", "my-api-2", "a" * 40]),
    (Percent, [0.1, 5, 100]),
    (Port, [1, 65535]),
    (PostgresVersion, ["17", "16.4"]),
    (Region, ["us-east-1", "us-gov-west-1", "mx-central-1"]),
    (Repository, ["acme/shop", "a-b/c.d_e"]),
    (RetentionDays, [1, 3653]),
    (Reviewer, ["alice", "acme/release-managers"]),
    (JsonKey, ["token", "a-b.c"]),
    (KeyArn, [f"arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/{_ID}"]),
    (ParameterName, ["/shop/dsn", "dsn", "arn:aws:ssm:us-east-1:111111111111:parameter/shop/dsn"]),
    (SecretName, ["shop/stripe", "database.main", "/shop/dsn", f"{_SECRET}-AbCdEf"]),
]
BAD: list[tuple[Any, list[Any]]] = [
    (AccountId, ["12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", 123456789012]),
    (BucketName, ["ab", "Acme", "a" * 64, "-ab", "a.b"]),
    (CallerCidr, ["0.0.0.0/0", "0.0.0.0/1", "203.0.113.7", "203.0.113.7/24", "203.0.113.0/33", "::/0"]),
    (Cidr, ["10.0.0.0", "10.0.0.0/15", "10.0.0.0/29", "10.0.0.1/16", "10.0.0.0/255.255.0.0", "::/16", "10.0.0/16", ""]),
    (Date, ["2027-6-30", "20270630", "2027-02-30", "2027-06-30T00:00", 2027]),
    (DomainName, ["localhost", "A.b", "a..b", "-a.b", "a.b.", "*.a.b", "a_b.c", f"{'a' * 64}.b"]),
    (EmailAddress, ["a", "a@b", "a b@c.d", "a@b.c\n"]),
    (ImageReference, ["web", "a b/c", "Example.com/a", "example.com/a:", "example.com/a@sha256:abc", "https://a.b/c"]),
    (InstanceClass, ["t4g.medium", "db.", "db.t4g", "db.T4G.medium"]),
    (Line, ["", " ", "a\nb", "x" * 501]),
    (Name, ["", "A", "1a", "a--b", "a-", "a_b", "a" * 41, "a\n"]),
    (Percent, [0, -1, 100.1, "5", True, float("nan"), float("inf")]),
    (Port, [0, 65536, 1.0, "80", True]),
    (PostgresVersion, ["9", "12", "17.", "17.4.1", 17]),
    (Region, ["us-east-9", "us-east", "US-EAST-1", ""]),
    (Repository, ["acme", "acme/shop/web", "/shop"]),
    (RetentionDays, [0, 2, 10000, "30"]),
    (Reviewer, ["@alice", "a/b/c", ""]),
    (JsonKey, ["", "a:b", "a b", "${a}"]),
    (KeyArn, ["alias/shop", _ID, f"arn:aws:kms:us-east-1:1:key/{_ID}", "arn:aws:kms:us-east-1:111111111111:alias/a"]),
    (ParameterName, ["", "shop/dsn", "/shop/", "/a b", "/${a}", f"{_SECRET}-AbCdEf"]),
    (SecretName, ["", "a b", "a:b", "${a}", _SECRET, "arn:aws:ssm:us-east-1:111111111111:parameter/shop/dsn"]),
]


def cases(table: list[tuple[Any, list[Any]]]) -> list[tuple[Any, Any]]:
    return [(kind, value) for kind, values in table for value in values]


@pytest.mark.parametrize(("kind", "value"), cases(GOOD))
def test_what_aws_accepts_is_accepted(kind: Any, value: Any) -> None:
    """A value object refuses nothing that works."""
    assert str(TypeAdapter(kind).validate_python(value, strict=True)) == str(value)


@pytest.mark.parametrize(("kind", "value"), cases(BAD))
def test_what_aws_refuses_is_refused(kind: Any, value: Any) -> None:
    """A value object refuses, in one sentence of its own, what would fail at apply."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value, strict=True)
    assert [error["type"] for error in caught.value.errors()] == ["expected"]


def test_a_region_knows_its_partition() -> None:
    """ARNs and replication depend on it."""
    assert [partition(region) for region in ("eu-west-1", "cn-north-1", "us-gov-east-1", "eusc-de-east-1")] == [
        "aws",
        "aws-cn",
        "aws-us-gov",
        "aws-eusc",
    ]

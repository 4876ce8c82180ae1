"""Denials of data to pipeline roles: infrastructure is described without looking at anybody's data."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement

__all__ = ["data_refusal"]

_CONTENT = (
    "athena:GetQueryResults*",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ec2:GetConsole*",
    "ec2:GetPasswordData",
    "ecr:GetDownloadUrlForLayer",
    "kinesis:GetRecords",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:Unmask",
    "rds:DownloadCompleteDBLogFile",
    "rds:DownloadDBLogFilePortion",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "xray:BatchGetTraces",
)


def data_refusal(placement: Placement, objects: Sequence[str]) -> list[Statement]:
    """Refuse to read secrets, parameters, rows, messages and logs, and every S3 object but `objects`.

    AWS's `ReadOnlyAccess` grants most of it, and grows. Whoever opens a pull request runs code with the plan role.
    """
    parameters = placement.anywhere_arn("ssm", "parameter/*")
    return [
        Statement(sid="DenyContent", effect="Deny", actions=_CONTENT, resources=["*"]),
        # The account's own parameters; AWS's public ones, such as the newest image's id, stay readable.
        Statement(sid="DenyParameters", effect="Deny", actions=["ssm:GetParameter*"], resources=[parameters]),
        Statement(
            sid="DenyObjects",
            effect="Deny",
            actions=["s3:GetObject", "s3:GetObjectVersion"],
            except_resources=objects,
        ),
    ]

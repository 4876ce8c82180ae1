"""What a hand would write instead of a text, by what the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

__all__ = ["numbers", "texts"]

OPPOSITES: dict[str, tuple[str, ...]] = {
    "ALL": ("REJECT",),
    "Allow": ("Deny",),
    "Deny": ("Allow",),
    "Abort": ("Continue",),
    "ACTUAL": ("FORECASTED",),
    "AES256": ("none",),
    "aws:kms": ("AES256",),
    "ARM64": ("X86_64",),
    "X86_64": ("ARM64",),
    "Average": ("Minimum",),
    "BLUE_GREEN": ("ROLLING",),
    "BucketOwnerEnforced": ("ObjectWriter",),
    "breaching": ("notBreaching", "missing"),
    "notBreaching": ("breaching", "ignore"),
    "COST": ("USAGE",),
    "defensive": ("monitor",),
    "DISABLED": ("ENABLED",),
    "Disabled": ("Enabled",),
    "disabled": ("enabled",),
    "ddl": ("none",),
    "ECS": ("CODE_DEPLOY", "EXTERNAL"),
    "email": ("sms",),
    "ENABLED": ("DISABLED",),
    "Enabled": ("Disabled", "Suspended"),
    "enabled": ("disabled",),
    "enhanced": ("disabled",),
    "everything": ("something",),
    "FARGATE": ("EC2", "FARGATE_SPOT"),
    "fixed-response": ("forward",),
    "forward": ("fixed-response",),
    "GREATER_THAN": ("LESS_THAN",),
    "GreaterThanOrEqualToThreshold": ("LessThanThreshold",),
    "GreaterThanThreshold": ("LessThanThreshold",),
    "HTTP": ("HTTPS", "TCP"),
    "HTTPS": ("HTTP",),
    "immediate": ("pending-reboot",),
    "ip": ("instance",),
    "io1": ("standard",),
    "gp3": ("standard",),
    "LessThanThreshold": ("GreaterThanThreshold",),
    "Maximum": ("Minimum",),
    "Minimum": ("Maximum",),
    "MONTHLY": ("ANNUALLY",),
    "non-blocking": ("blocking",),
    "PERCENTAGE": ("ABSOLUTE_VALUE",),
    "p95": ("p50",),
    "redirect": ("fixed-response",),
    "STANDARD": ("GLACIER",),
    "Sum": ("Minimum", "Average"),
    "tcp": ("udp", "-1"),
    "USD": ("EUR",),
    "postgres": ("mysql",),
    "Gateway": ("Interface",),
    "true": ("false",),
    "false": ("true",),
    "application": ("network",),
    "latest": ("stable",),
    "db.r7g.large": ("db.t4g.micro",),
    "db.t4g.medium": ("db.t4g.micro",),
}
"""Known values of AWS, each with what says the contrary or says less."""

NUMBER = re.compile(r"\d+(?:\.\d+)?")
CIDR = re.compile(r"\d+\.\d+\.\d+\.\d+/\d+")
DURATION = re.compile(r"\d+(?:ms|h|m|s)")
REFERENCE = re.compile(r"\b(data\.)?(aws_\w+)\.([\w-]+)")


def texts(text: str, siblings: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield changes of a text by their names; `siblings` are the names of the resources of each type."""
    if "${" in text:
        yield "literal", "nobody"
        yield from _siblings(text, siblings)
    elif text in OPPOSITES:
        yield from zip(chain(("opposite",), ("another",)), OPPOSITES[text], strict=False)
    elif NUMBER.fullmatch(text):
        yield from ((change, str(number)) for change, number in numbers(float(text) if "." in text else int(text)))
    elif CIDR.fullmatch(text):
        yield ("widened", "0.0.0.0/0") if text != "0.0.0.0/0" else ("narrowed", "192.0.2.0/24")
    elif DURATION.fullmatch(text):
        yield "shortened", "1m"
    elif text.startswith(("cron(", "rate(")):
        yield "rarer", "rate(365 days)"
    else:
        yield "changed", f"{text}-other"


def _siblings(text: str, siblings: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    found = REFERENCE.search(text)
    if found and not found[1]:
        other = next((name for name in siblings.get(found[2], ()) if name != found[3]), None)
        if other:
            yield "sibling", f"{text[: found.start(3)]}{other}{text[found.end(3) :]}"


def numbers(number: float) -> Iterator[tuple[str, float]]:
    """Yield changes of a number by their names."""
    if number:
        yield "zeroed", 0
        yield "doubled", number * 2
    else:
        yield "raised", 10
    half = number // 2 if isinstance(number, int) else number / 2
    if half not in {0, number}:
        yield "halved", half

"""Plain text that passes a listener is read, and changed, on its way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import redirects_to_https

MODERN = re.compile(
    r"ELBSecurityPolicy-(?:TLS13-1-[23](?:-(?:Res|Ext[0-2]))?(?:-FIPS|-PQ)*|TLS-1-2(?:-Ext)?|FS-1-2(?:-Res)?)-20\d\d-\d\d"
)
"""Policies without TLS 1.0 and 1.1."""


class ListenerSpeaksTls(StackRule):
    """A listener that services answer on speaks TLS 1.2 or newer with a certificate; a plain one only redirects."""

    policy = "CKV_RELINFRA_78"
    group = "traffic"
    title = "A listener must demand TLS 1.2 or newer, and answer plain HTTP with a redirect alone"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Sessions and passwords in plain text belong to whoever listens"
    remedy = "Leave listeners to `domain` of the services"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"
    resources = ("aws_lb_listener",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is of a load balancer for HTTP, or its protocol is not known to be another."""
        return resource.text("protocol") in ("", "HTTP", "HTTPS")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it speaks TLS, or leads there."""
        if resource.text("protocol") != "HTTPS":
            ruled = any(True for _ in stack.referring(resource, "listener_arn", "aws_lb_listener_rule"))
            yield not ruled and all(map(redirects_to_https, resource.blocks("default_action")))
            return
        policy = resource.text("ssl_policy")
        yield is_expression(policy) or bool(MODERN.fullmatch(policy))
        yield bool(resource.text("certificate_arn"))
        yield stack.exists(resource.text("certificate_arn"))


check = ListenerSpeaksTls()

"""The listeners of a load balancer. Services add their rules to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["TLS_POLICY", "Listeners", "ListenersProps"]

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
"""TLS 1.3, and 1.2 with forward secrecy and authenticated encryption only."""

_STRICT_TRANSPORT = "max-age=31536000"


class ListenersProps(Props):
    """Props of the listeners; see `LoadBalancerProps`."""

    load_balancer_arn: str
    certificate_arn: str
    further_certificate_arns: Mapping[str, str] = field(default_factory=dict)
    test_port: int | None = None


class Listeners(Construct):
    """HTTP (redirect), HTTPS and, with a test port, a second HTTPS.

    Outputs: `https_arn`, `test_arn` (None without a test port).
    """

    def __init__(self, scope: Construct, id: str, props: ListenersProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self._redirect()
        self.https_arn: str = self._https("https", 443)
        self.test_arn: str | None = None
        self._present("", self.https_arn)
        if props.test_port is not None:
            self.test_arn = self._https("test", props.test_port)
            self._present("test", self.test_arn)

    def _redirect(self) -> None:
        aws.LbListener(
            self,
            "http",
            load_balancer_arn=self._props.load_balancer_arn,
            port=80,
            protocol="HTTP",
            default_action={
                "type": "redirect",
                "redirect": {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"},
            },
        )

    def _https(self, name: str, port: int) -> str:
        return aws.LbListener(
            self,
            name,
            load_balancer_arn=self._props.load_balancer_arn,
            port=port,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=self._props.certificate_arn,
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=_STRICT_TRANSPORT,
            # What no service's rule matches is nobody's.
            default_action={
                "type": "fixed-response",
                "fixed_response": {
                    "content_type": "text/plain",
                    "message_body": "Not found",
                    "status_code": "404",
                },
            },
        ).arn

    def _present(self, suffix: str, listener_arn: str) -> None:
        for name, certificate_arn in sorted(self._props.further_certificate_arns.items()):
            aws.LbListenerCertificate(
                self,
                terraform_name(name, suffix) if suffix else terraform_name(name),
                listener_arn=listener_arn,
                certificate_arn=certificate_arn,
            )

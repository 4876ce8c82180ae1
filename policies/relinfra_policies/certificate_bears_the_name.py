"""A certificate of another name turns every browser away."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression, is_remote
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import hosts

RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
CERTIFICATE = "aws_acm_certificate"
PROOF = "aws_acm_certificate_validation"


class CertificateBearsTheName(StackRule):
    """Each name that a listener's rules answer to is borne by one of its certificates, where those are of the stack."""

    policy = "CKV_RELINFRA_79"
    group = "traffic"
    title = "The certificates of a listener must bear every name that its rules answer to"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Clients refuse a connection whose certificate bears another name"
    remedy = "Set `domain` of the service, which makes its certificate"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"
    resources = ("aws_lb_listener",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its certificates are of the stack, or are to be: the matrix declares a name on it."""
        found = _certificates(resource, stack)
        return resource.text("protocol") == "HTTPS" and (all(found) or _is_declared(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each name is borne by one."""
        yield all(_certificates(resource, stack)) or any(map(is_remote, _written(resource, stack)))
        borne = {name.lower() for one in _certificates(resource, stack) if one for name in _names(one)}
        for rule in stack.referring(resource, "listener_arn", *RULES):
            for host in hosts(rule):
                yield is_expression(host) or host in borne or f"*.{host.partition('.')[2]}" in borne


def _certificates(listener: Resource, stack: Stack) -> list[Resource | None]:
    """Return the certificates of a listener; None for each that is not of the stack."""
    texts = _written(listener, stack)
    proofs = [stack.referred(text, PROOF) for text in texts]
    written = [proof.text("certificate_arn") if proof else text for proof, text in zip(proofs, texts, strict=True)]
    return [stack.referred(text, CERTIFICATE) for text in written]


def _written(listener: Resource, stack: Stack) -> list[str]:
    further = stack.referring(listener, "listener_arn", "aws_lb_listener_certificate")
    return [one.text("certificate_arn") for one in (listener, *further)]


def _is_declared(listener: Resource, stack: Stack) -> bool:
    rules = stack.referring(listener, "listener_arn", *RULES)
    return any(rule.declared("host") is not None for rule in rules)


def _names(certificate: Resource) -> tuple[str, ...]:
    return (certificate.text("domain_name"), *certificate.strings("subject_alternative_names"))


check = CertificateBearsTheName()

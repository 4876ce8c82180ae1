"""TLS certificates proven through Route 53."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["Certificate", "CertificateProps"]

_VALIDATION_TTL_SECONDS = 60


class CertificateProps(Props):
    """Props of a `Certificate`: the name it certifies, and the zone of its DNS.

    key: Terraform name of the certificate, such as `web`.
    domain: the fully qualified name, such as `shop.example.com`.
    zone: the public Route 53 zone that holds it, such as `example.com`; it exists already.
    proven: whether the record that proves the name stands already, for a certificate of the same account in another
        region: ACM asks for the same one. False by default.
    """

    key: str
    domain: str
    zone: str
    proven: bool = False


class Certificate(Construct):
    """A certificate of one domain, validated by DNS and renewed by AWS as long as the record stands.

    Outputs: `arn` (known once the certificate is issued, so that a listener never gets a pending one),
    `zone_id` of the Route 53 zone.
    """

    def __init__(self, scope: Construct, id: str, props: CertificateProps) -> None:
        super().__init__(scope, id)
        name = terraform_name(props.key)
        zone = aws.data.Route53Zone(self, name, name=props.zone, private_zone=False)
        certificate = aws.AcmCertificate(
            self,
            name,
            domain_name=props.domain,
            validation_method="DNS",
            key_algorithm="EC_prime256v1",
            lifecycle={"create_before_destroy": True},
        )
        proof = None if props.proven else [self._validation_record(name, certificate, props.domain, zone.zone_id).fqdn]
        validation = aws.AcmCertificateValidation(
            self, name, certificate_arn=certificate.arn, validation_record_fqdns=proof
        )
        self.arn: str = validation.certificate_arn
        self.zone_id: str = zone.zone_id

    def _validation_record(
        self, name: str, certificate: aws.AcmCertificate, domain: str, zone_id: str
    ) -> aws.Route53Record:
        # One name needs one record. `for_each` over the options, which may be unknown until apply, would not
        # plan; picking the option by its domain does, and yields text even where AWS has not filled them yet.
        def option(attribute: str) -> str:
            options = f"{certificate.address}.domain_validation_options"
            return f'${{join("", [for o in {options} : o.{attribute} if o.domain_name == "{domain}"])}}'

        return aws.Route53Record(
            self,
            terraform_name(name, "validation"),
            zone_id=zone_id,
            name=option("resource_record_name"),
            type=option("resource_record_type"),
            records=[option("resource_record_value")],
            ttl=_VALIDATION_TTL_SECONDS,
            # A replacement for the same name proves itself with the same record.
            allow_overwrite=True,
        )

"""A secret that Terraform writes stands in its state, in plans and in the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.containers import is_secret
from relinfra_policies.shapes.offence_rule import OffenceRule
from relinfra_policies.shapes.stack import Resource

PLACES = {"//", "__address__"}
NAMING = ("_id", "_arn", "_name", "_type", "_key_spec")
"""Ends of the names of arguments that say which secret is meant, and not what it is."""
CALL = re.compile(r"\w+\(.*\)$")


class StackHoldsNoSecret(OffenceRule):
    """No argument holds a key or password: by its pattern, or by its name and a value that looks random."""

    policy = "CKV_RELINFRA_110"
    group = "security"
    title = "No argument of a resource may hold a literal secret"
    category = CheckCategories.SECRETS
    level = "CRITICAL"
    rationale = "A secret that Terraform writes stands in its state, in every plan and in the repository"
    remedy = "Make the secret by hand and name it in `services.KEY.secrets`"
    source = "https://docs.aws.amazon.com/prescriptive-guidance/latest/secure-sensitive-data-secrets-manager-terraform/terraform-state-file.html"

    def offends(self, resource: Resource) -> bool:
        """Whether any of its texts is a secret."""
        return any(_is_secret(name, text) for name, text in _texts(resource.kind, resource.conf))


def _is_secret(name: str, text: str) -> bool:
    """Return whether a text is a secret; the name of a condition, of an id or of an ARN says nothing of its value.

    Checkov leaves a rendered expression such as `join(, aws_db_instance.main.secret_arn)` without its braces.
    """
    tells = ":" not in name and not name.endswith(NAMING) and not CALL.match(text)
    return is_secret(name if tells else "", text)


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every text of a resource with the name of its argument; texts of JSON are texts."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in PLACES:
                yield from _texts(str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(name, inner)


check = StackHoldsNoSecret()

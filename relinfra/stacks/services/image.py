"""The image of a service: the matrix says which, the release says which version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import image_tag_variable
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.cdk import Construct, TerraformVariable
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Service

__all__ = ["image_reference"]


def image_reference(scope: Construct, key: str, service: Service) -> str:
    """Return the image as it is where it is pinned, else with the tag that `var.SERVICE_image_tag` holds.

    So a release changes a variable (`terraform apply -var web_image_tag=2.5.0`), not the matrix.
    """
    if service.image_is_pinned:
        return service.image
    name = image_tag_variable(named_after(key, service))
    variable = TerraformVariable(
        scope,
        f"var.{name}",
        type="string",
        default="latest",
        description=f"Tag of the image that the service {terraform_name(key)} runs; the pipeline gives the release's.",
        nullable=False,
    )
    variable.override_logical_id(name)
    return f"{service.image}:{variable.string_value}"

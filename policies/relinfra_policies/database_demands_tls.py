"""A password that travels in clear is everybody's on the way."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

PARAMETERS = {"postgres": "rds.force_ssl", "mysql": "require_secure_transport", "mariadb": "require_secure_transport"}
GROUPS = {
    "aws_db_instance": ("parameter_group_name", "aws_db_parameter_group"),
    "aws_rds_cluster": ("db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group"),
}
ON = {"1", "ON", "TRUE"}


class DatabaseDemandsTls(StackRule):
    """The parameters of a database refuse connections without TLS."""

    policy = "CKV_RELINFRA_93"
    group = "data"
    title = "The parameters of a database must refuse connections without TLS"
    category = CheckCategories.ENCRYPTION
    level = "HIGH"
    rationale = "What travels in clear, a password first of all, is read on the way"
    remedy = "Leave `rds.force_ssl` of the parameter group at 1, as `databases` writes it"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html"
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its engine has such a parameter, and it is no replica, which takes the parameters of its source."""
        return _parameter(resource) is not None and not resource.text("replicate_source_db")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether its parameter group is named, and refuses."""
        argument, kind = GROUPS[resource.kind]
        named = resource.text(argument)
        group = stack.referred(named, kind)
        yield bool(named)
        yield not named.startswith("default.")
        yield group is None or any(
            one.text("name") == _parameter(resource) and str(one.value("value")).upper() in ON
            for one in group.blocks("parameter")
        )
        yield not is_expression(named) or stack.exists(named)


def _parameter(database: Resource) -> str | None:
    """Return the parameter by which an engine refuses; None where the engine has none or is not known."""
    engine = database.text("engine")
    return next((name for part, name in PARAMETERS.items() if part in engine), None)


check = DatabaseDemandsTls()

"""Terraform expressions: references, computed values, and text that must stay text."""

from __future__ import annotations

from relinfra_constructs.cdk import Construct, TerraformLocal

__all__ = ["Expression", "expression", "is_expression", "literal"]


class Expression(str):
    """Text that Terraform evaluates; it passes where an argument wants a number, a flag or a list."""

    __slots__ = ()


def expression(scope: Construct, name: str, value: str) -> Expression:
    """Name a Terraform expression (`local.NAME`) and return the reference to it, which may cross stacks."""
    local = TerraformLocal(scope, f"local.{name}", expression=value)
    local.override_logical_id(name)
    return Expression(local.as_string)


def literal(text: str) -> str:
    """Escape `text` so that Terraform reads none of it as a template: `${` and `%{` stay what they are."""
    return text.replace("${", "$${").replace("%{", "%%{")


def is_expression(value: object) -> bool:
    """Return whether Terraform evaluates `value`, so that its type is known only to Terraform."""
    return isinstance(value, str) and ("${" in value.replace("$${", "") or isinstance(value, Expression))

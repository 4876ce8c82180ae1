"""Terraform in a matrix: addresses, arguments, and values of any shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer

from relinfra.reading.expecting import expecting
from relinfra.reading.table import FrozenMapping

__all__ = ["AnyValue", "ArgumentPath", "ResourceAddress"]


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return FrozenMapping({key: _frozen(item) for key, item in value.items()})
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thawed(item) for key, item in value.items()}
    return [_thawed(item) for item in value] if isinstance(value, tuple) else value


ResourceAddress = Annotated[
    str,
    Field(pattern=r"^(data\.)?[a-z][a-z0-9]*(_[a-z0-9]+)+\.[A-Za-z_][A-Za-z0-9_-]*$", max_length=200),
    expecting("a Terraform address such as aws_ecs_service.web"),
]
ArgumentPath = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)*$", max_length=200),
    expecting("an argument such as desired_count, or deployment_configuration.strategy inside a block"),
]
AnyValue = Annotated[Any, AfterValidator(_frozen), PlainSerializer(_thawed)]

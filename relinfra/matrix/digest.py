"""A digest of effective values, which comments, the order of keys and defaults that are written out do not change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

__all__ = ["digest_of"]


def digest_of(value: object, dumped: object) -> str:
    """Return the SHA-256 of a value of a matrix; `dumped` is the same as JSON has it."""
    return sha256(json.dumps(_chosen(value, dumped), sort_keys=True).encode()).hexdigest()


def _chosen(value: object, dumped: object) -> object:
    """Return what somebody chose: defaults are left out, but never the name of a variant."""
    if isinstance(value, BaseModel) and isinstance(dumped, dict):
        fields = type(value).model_fields
        return {
            name: _chosen(getattr(value, name), dumped[name])
            for name, field in fields.items()
            if _is_name_of_variant(field.annotation)
            or getattr(value, name) != field.get_default(call_default_factory=True, validated_data={})
        }
    if isinstance(value, Mapping) and isinstance(dumped, dict) and len(value) == len(dumped):
        return {key: _chosen(one, dumped[key]) for key, one in zip(dumped, value.values(), strict=True)}
    if isinstance(value, tuple) and isinstance(dumped, list):
        return [_chosen(one, other) for one, other in zip(value, dumped, strict=True)]
    return dumped


def _is_name_of_variant(annotation: object) -> bool:
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1

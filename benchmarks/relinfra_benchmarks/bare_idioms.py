"""The same resources with cdktf alone: the ways to give a bare `TerraformResource` its arguments in Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .program import Idiom
from .stack_item import StackItem

__all__ = ["BARE_IDIOMS", "AttributeOverrides", "BareIdiom", "StackOverrides", "SynthesizedAttributes"]

_CLASSES = {"resource": "TerraformResource", "data": "TerraformDataSource"}
_META = frozenset({"count", "depends_on", "for_each", "lifecycle", "provider"})


class BareIdiom(Idiom):
    """No bindings: providers and resources are cdktf's untyped classes."""

    name: str
    title: str

    def imports(self) -> list[str]:
        """Return the untyped classes."""
        return [f"from {self.cdk} import TerraformDataSource, TerraformProvider, TerraformResource"]

    def provider(self, index: int, body: Mapping[str, Any]) -> Iterator[str]:
        """Yield an untyped provider and an override for each argument."""
        metadata = "{'provider_name': 'aws', 'provider_version': '>= 6.26.0, < 7.0.0'}"
        yield (
            f"provider_{index} = TerraformProvider(stack, 'aws_{index}', terraform_resource_type='aws', "
            f"terraform_provider_source='hashicorp/aws', terraform_generator_metadata={metadata})"
        )
        for name, value in body.items():
            yield f"provider_{index}.add_override({name!r}, {value!r})"

    def _construct(self, item: StackItem) -> str:
        return (
            f"{item.variable} = {_CLASSES[item.kind]}"
            f"(stack, {item.construct_id!r}, terraform_resource_type={item.terraform_type!r})"
        )


class AttributeOverrides(BareIdiom):
    """`add_override` for every argument."""

    name = "bare-attribute-overrides"
    title = "add_override per argument"

    def resource(self, item: StackItem) -> Iterator[str]:
        """Yield the construct and its overrides."""
        yield self._construct(item)
        yield from item.naming()
        for name, value in item.body.items():
            yield f"{item.variable}.add_override({name!r}, {value!r})"


class SynthesizedAttributes(BareIdiom):
    """One subclass whose `_synthesize_attributes` returns the body; jsii calls it back when it synthesizes."""

    name = "bare-synthesized-attributes"
    title = "_synthesize_attributes override"

    def imports(self) -> list[str]:
        """Return the untyped classes and the subclasses with a body."""
        return [*super().imports(), *(_bodied(name) for name in _CLASSES.values())]

    def resource(self, item: StackItem) -> Iterator[str]:
        """Yield the construct, its body an argument; cdktf takes meta-arguments from elsewhere than the body."""
        body = {name: value for name, value in item.body.items() if name not in _META}
        construct = f"Bodied{_CLASSES[item.kind]}(stack, {item.construct_id!r}, {item.terraform_type!r}, {body!r})"
        yield f"{item.variable} = {construct}"
        yield from item.naming()
        for name in sorted(item.body.keys() & _META):
            yield f"{item.variable}.add_override({name!r}, {item.body[name]!r})"


class StackOverrides(BareIdiom):
    """The whole body in one override of the stack. Cheapest, but cdktf resolves no token in it."""

    name = "bare-stack-overrides"
    title = "stack.add_override per resource"

    def resource(self, item: StackItem) -> Iterator[str]:
        """Yield the construct, and the override of the stack that gives it its body."""
        yield self._construct(item)
        yield from item.naming()
        yield f"stack.add_override({f'{item.kind}.{item.terraform_type}.{item.name}'!r}, {dict(item.body)!r})"


BARE_IDIOMS: tuple[type[BareIdiom], ...] = (SynthesizedAttributes, AttributeOverrides, StackOverrides)


def _bodied(base: str) -> str:
    return f"""

class Bodied{base}({base}):
    def __init__(self, scope, id, kind, body):
        super().__init__(scope, id, terraform_resource_type=kind)
        self._body = body

    def _synthesize_attributes(self):
        return self._body"""

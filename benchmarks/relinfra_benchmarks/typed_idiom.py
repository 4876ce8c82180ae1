"""The same resources with a peer's prebuilt typed bindings, as its users write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .bindings import Bindings, Module, Parameter, alike
from .program import Idiom
from .stack_item import StackItem

__all__ = ["TypedIdiom"]

_TOKENS = {"number": "Token.as_number", "list": "Token.as_list", "map": "Token.as_string_map", "bool": "Token.as_any"}
_LIFECYCLE = "TerraformResourceLifecycle"


class _InexpressibleError(Exception):
    """The bindings have no such argument, or not of this shape."""


class TypedIdiom(Idiom):
    """A class of the bindings for every resource, a struct class for every block."""

    def __init__(self, cdk: str, bindings: Bindings) -> None:
        super().__init__(cdk)
        self._bindings = bindings
        self._used: dict[str, set[str]] = {}
        self._variables: dict[str, str] = {}
        self._providers: dict[str, str] = {}

    def imports(self) -> list[str]:
        """Return one import for each module of the bindings that the stack uses."""
        used, self._used = self._used, {}
        self._variables, self._providers = {}, {}
        lines = [f"from {path} import {', '.join(sorted(names))}" for path, names in sorted(used.items())]
        return [f"from {self.cdk} import TerraformResource, TerraformDataSource, {_LIFECYCLE}, Token", *lines]

    def provider(self, index: int, body: Mapping[str, Any]) -> Iterator[str]:
        """Yield the typed provider."""
        module = self._bindings.module("provider", "aws")
        assert module, "bindings without a provider"
        alias = body.get("alias")
        self._providers[f"aws.{alias}" if alias else "aws"] = f"provider_{index}"
        yield from self._construct(f"provider_{index}", f"aws_{index}", module, body, "provider.aws")

    def resource(self, item: StackItem) -> Iterator[str]:
        """Yield the typed construct, and overrides for what the bindings lack."""
        module = self._bindings.module(item.kind, item.terraform_type)
        if module is None:
            yield from self._untyped(item)
        else:
            yield from self._construct(item.variable, item.construct_id, module, item.body, item.address)
        yield from item.naming()
        self._variables[item.address] = item.variable

    def _untyped(self, item: StackItem) -> Iterator[str]:
        self.notes.append(f"{item.address}: the bindings have no {item.terraform_type}; written untyped")
        base = "TerraformDataSource" if item.kind == "data" else "TerraformResource"
        yield f"{item.variable} = {base}(stack, {item.construct_id!r}, terraform_resource_type={item.terraform_type!r})"
        for name, value in item.body.items():
            yield f"{item.variable}.add_override({name!r}, {value!r})"

    def _construct(
        self, variable: str, construct_id: str, module: Module, body: Mapping[str, Any], address: str
    ) -> Iterator[str]:
        self._use(module, module.resource_class)
        arguments, overrides = [], []
        for name, value in body.items():
            try:
                arguments.append(self._meta(name, value) or self._argument(module, module.resource_class, name, value))
            except _InexpressibleError as error:
                self.notes.append(f"{address}: {error}; written with add_override")
                overrides.append(f"{variable}.add_override({name!r}, {value!r})")
        yield f"{variable} = {module.resource_class}(stack, {construct_id!r}, {', '.join(arguments)})"
        yield from overrides

    def _meta(self, name: str, value: Any) -> str | None:
        """Return a meta-argument as cdktf wants it, None for an ordinary one."""
        if name == "lifecycle":
            return f"lifecycle={_LIFECYCLE}({', '.join(f'{key}={item!r}' for key, item in value.items())})"
        if name == "provider":
            return f"provider={self._providers[value]}"
        if name == "depends_on":
            missing = [address for address in value if address not in self._variables]
            if missing:
                raise _InexpressibleError(f"depends_on names {', '.join(missing)}")
            return f"depends_on=[{', '.join(self._variables[address] for address in value)}]"
        if name == "for_each" or (name == "count" and isinstance(value, str)):
            raise _InexpressibleError(f"{name} of an expression")
        return None

    def _argument(self, module: Module, owner: str, name: str, value: Any) -> str:
        parameter = module.parameters[owner].get(alike(name))
        if parameter is None:
            raise _InexpressibleError(f"{owner} has no argument {name}")
        return f"{parameter.name}={self._value(module, parameter, value)}"

    def _value(self, module: Module, parameter: Parameter, value: Any) -> str:
        if parameter.struct is not None:
            return self._blocks(module, parameter, value)
        if isinstance(value, str) and parameter.kind in _TOKENS:
            return f"{_TOKENS[parameter.kind]}({value!r})"
        return repr(value)

    def _blocks(self, module: Module, parameter: Parameter, value: Any) -> str:
        assert parameter.struct
        if isinstance(value, str):
            raise _InexpressibleError(f"{parameter.name} is an expression, and the bindings want {parameter.struct}")
        items = value if isinstance(value, list) else [value]
        written = [self._struct(module, parameter.struct, item) for item in items]
        if parameter.many:
            return f"[{', '.join(written)}]"
        if len(written) != 1:
            raise _InexpressibleError(f"{parameter.name} takes one {parameter.struct}, not {len(written)}")
        return written[0]

    def _struct(self, module: Module, struct: str, body: Mapping[str, Any]) -> str:
        self._use(module, struct)
        return f"{struct}({', '.join(self._argument(module, struct, name, value) for name, value in body.items())})"

    def _use(self, module: Module, name: str) -> None:
        self._used.setdefault(module.import_path, set()).add(name)

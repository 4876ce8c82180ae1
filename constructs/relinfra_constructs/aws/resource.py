"""A resource or data source: arguments checked against the provider's schema, attributes as references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partialmethod
from types import MappingProxyType, ModuleType, new_class
from typing import Any, ClassVar, TypeVar, cast

from relinfra_constructs.cdk import Construct, TerraformDataSource, TerraformElement, TerraformResource, TerraformStack
from relinfra_constructs.errors import ArgumentError, ConstructError
from relinfra_constructs.jsii_calls import place, string_attribute

from .batch import Batch, Lifecycle
from .expression import Expression
from .override import META, assign, meta_problems
from .provider import Provider
from .schema import Block, argument_problems, load, nearest, normalize

__all__ = ["DataSource", "Resource", "class_of", "resources_in"]


class _Addressed:
    """Base of resources and data sources: an explicit name, a checked body, references to attributes."""

    kind: ClassVar[str]
    prefix: ClassVar[str] = ""
    terraform_type: ClassVar[str]
    schema: ClassVar[Block]

    _batch: Batch
    _body: dict[str, Any]
    _name: str
    _references: dict[str, Expression]

    def __init__(
        self,
        scope: Construct,
        name: str,
        /,
        *,
        depends_on: Sequence[Construct] = (),
        lifecycle: Lifecycle | None = None,
        provider: Provider | None = None,
        for_each: Mapping[str, Any] | str | None = None,
        count: int | str | None = None,
        **arguments: Any,
    ) -> None:
        self._batch, self._name, self._references = Batch.of(scope), name, {}
        self._body = normalize(arguments)
        check_arguments(scope, self.schema, self._body, self.address)
        self._body |= normalize(
            {
                "depends_on": _dependencies(self._batch, depends_on) or None,
                "lifecycle": lifecycle or None,
                "provider": provider.reference if provider else None,
                "for_each": for_each,
                "count": count,
            }
        )
        self._batch.add(self.kind, self.terraform_type, name, self._body)
        self._batch.register(self.address, self)
        assert isinstance(self, TerraformElement)
        place(self, scope, self.address, self.terraform_type, name)

    @property
    def address(self) -> str:
        """The Terraform address inside the stack, such as `aws_vpc.main` or `data.aws_region.here`."""
        return f"{self.prefix}{self.terraform_type}.{self._name}"

    @property
    def body(self) -> Mapping[str, Any]:
        """The arguments as they stand now."""
        return MappingProxyType(self._body)

    @property
    def references(self) -> Mapping[str, Expression]:
        """The references that were asked for so far, by their attribute paths."""
        return MappingProxyType(self._references)

    def ref(self, path: str) -> Expression:
        """Return a reference to an attribute path, such as `setting[0].value`; it may be used in any stack."""
        found = self._references.get(path)
        if found is None:
            assert isinstance(self, TerraformElement)
            found = self._references[path] = Expression(string_attribute(self, path))
        return found

    def __getattr__(self, name: str) -> Expression:
        if name.startswith("_"):
            raise AttributeError(name)
        known = [
            *self.schema.get("attributes", ()),
            *self.schema.get("blocks", ()),
            *self.schema.get("computed", ()),
        ]
        if name not in known:
            raise AttributeError(f"{self.terraform_type} has no attribute {name!r}{nearest(name, known)}")
        return self.ref(name)

    def override(self, path: str, value: Any, *, source: str = "python") -> None:
        """Set the argument at a dotted path, such as `deployment_configuration.strategy`, whatever was given for it.

        A number in the path picks an entry of a list. None removes the argument. The whole body is checked again.
        It is noted as a deviation that `source` asked for. Raises ArgumentError, and then changes nothing.
        """
        assert isinstance(self, TerraformElement)
        body = normalize(self._body)
        fault = assign(body, path, value)
        body = normalize(body)
        arguments = {name: value for name, value in body.items() if name not in META}
        problems = [fault] if fault else [*argument_problems(self.schema, arguments), *meta_problems(body, path)]
        if problems:
            raise ArgumentError(self.node.path, self.address, tuple(problems))
        self._body.clear()
        self._body.update(body)
        self._batch.note(self.address, path, source)

    def _override_unchecked(self, path: str, value: Any) -> None:
        """Set the argument at a dotted path without a check; `override` is the checked one."""
        if fault := assign(self._body, path, value):
            assert isinstance(self, TerraformElement)
            raise ArgumentError(self.node.path, self.address, (fault,))
        self._batch.note(self.address, path, "python")

    # cdktf's own would lose against the batch. A plain method of this name would be registered with jsii as a
    # callback of every resource, which costs a fifth of making one; a partial method is not.
    add_override = partialmethod(_override_unchecked)


class Resource(_Addressed, TerraformResource):
    """A managed resource. Raises ArgumentError where the arguments are not what the provider's schema allows."""

    kind = "resource"


class DataSource(_Addressed, TerraformDataSource):
    """A data source. Raises ArgumentError where the arguments are not what the provider's schema allows."""

    kind = "data"
    prefix = "data."


def resources_in(stack: TerraformStack) -> Mapping[str, Resource | DataSource]:
    """Return every resource and data source of a stack by its Terraform address, in the order they were made."""
    return cast("Mapping[str, Resource | DataSource]", Batch.of(stack).registered)


_Class = TypeVar("_Class", Resource, DataSource)


def class_of(module: ModuleType, base: type[_Class], name: str) -> type[_Class]:
    """Make the class that `module` lacks, such as `Vpc`, from the schema. Raises AttributeError where there is none."""
    section = "resources" if base.kind == "resource" else "data"
    types = _types_by_class(section)
    if name not in types:
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}{nearest(name, list(types))}")
    terraform_type = types[name]
    members = {
        "terraform_type": terraform_type,
        "schema": load()[section][terraform_type],
        "__module__": module.__name__,
    }
    made = cast("type[_Class]", new_class(name, (base,), exec_body=lambda namespace: namespace.update(members)))
    setattr(module, name, made)
    return made


@cache
def _types_by_class(section: str) -> Mapping[str, str]:
    return {_class_name(terraform_type): terraform_type for terraform_type in load()[section]}


def _class_name(terraform_type: str) -> str:
    return "".join(part.capitalize() for part in terraform_type.removeprefix("aws_").split("_"))


def check_arguments(scope: Construct, schema: Block, arguments: Mapping[str, Any], address: str) -> None:
    """Raise ArgumentError, which names the construct path, unless the schema allows the arguments."""
    problems = tuple(argument_problems(schema, arguments))
    if problems:
        raise ArgumentError(scope.node.path, address, problems)


def _dependencies(batch: Batch, constructs: Iterable[Construct]) -> list[str]:
    """Return the addresses to wait for. A construct stands for its resources, another stack's for that whole stack."""
    addresses: list[str] = []
    for construct in constructs:
        other = Batch.of(construct)
        if other is not batch:
            batch.stack.add_dependency(other.stack)
        elif isinstance(construct, _Addressed):
            addresses.append(construct.address)
        else:
            found = [node.address for node in construct.node.find_all() if isinstance(node, _Addressed)]
            if not found:
                raise ConstructError(f"{construct.node.path} holds no resource to depend on")
            addresses += found
    return list(dict.fromkeys(addresses))

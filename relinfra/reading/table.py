"""Mappings and lists that cannot be changed after they were read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator
from pydantic_core import core_schema

from relinfra.reading.expecting import refuse
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import GetCoreSchemaHandler, SerializerFunctionWrapHandler
    from pydantic_core import CoreSchema

__all__ = ["DISTINCT", "FrozenMapping", "Table", "UnknownKeyError", "empty", "frozen", "thawed"]

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class UnknownKeyError(KeyError):
    """A mapping has no such key; `str` says which there are, or the nearest."""

    def __init__(self, key: Hashable, known: Iterable[Hashable]) -> None:
        super().__init__(key)
        self._known = known

    def __str__(self) -> str:
        hint = nearest(str(self.args[0]), map(str, self._known))
        return f"there is no `{self.args[0]}`; {hint or 'there is nothing here'}"


class FrozenMapping(Mapping[Key, Value]):
    """A mapping that never changes; it can be hashed, copied and pickled."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[Key, Value]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: Key) -> Value:
        try:
            return self._entries[key]
        except KeyError:
            raise UnknownKeyError(key, self._entries) from None

    def __iter__(self) -> Iterator[Key]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return repr(self._entries)


def empty() -> FrozenMapping[Any, Any]:
    """Return a table with nothing in it."""
    return FrozenMapping({})


def frozen(value: Any) -> Any:
    """Return a value in which every mapping and list never changes."""
    if isinstance(value, Mapping):
        return FrozenMapping({key: frozen(item) for key, item in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value


def thawed(value: Any) -> Any:
    """Return a frozen value as JSON has it."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    return list(map(thawed, value)) if isinstance(value, tuple) else value


class _Frozen:
    """The annotation of a mapping that becomes a `FrozenMapping`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the mapping, frozen after it was read and written as any other."""
        written = core_schema.wrap_serializer_function_ser_schema(_serialize)
        return core_schema.no_info_after_validator_function(FrozenMapping, handler(source), serialization=written)


def _serialize(table: Mapping[Any, Any], handler: SerializerFunctionWrapHandler) -> Any:
    return handler(dict(table))


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    twice = next((value for index, value in enumerate(values) if value in values[:index]), None)
    if twice is not None:
        refuse("each value once", found=f"`{twice}` twice")
    return values


Table = Annotated[Mapping[Key, Value], _Frozen()]
DISTINCT = AfterValidator(_distinct)

"""A mapping that is one of several models, whichever its own fields name: a discriminated union.

pydantic's own tagged unions choose by one field, forget what the other members would say of a key, and put the tag into
the path of every problem. Here a mapping may carry fields of another member, since others may have been merged under
it: each is checked, then left out, or refused where leaving it out would hide a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial, reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, Literal, cast, get_args, get_origin

from pydantic import Field, ValidationError, create_model
from pydantic_core import InitErrorDetails, core_schema
from pydantic_core.core_schema import FieldSerializationInfo

from relinfra.reading.choices import choices, meaning_of
from relinfra.reading.model import Model
from relinfra.reading.table import frozen, thawed
from relinfra.reading.variant import Variant, absent, foreign, is_missing, missing, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import GetCoreSchemaHandler, ValidatorFunctionWrapHandler
    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema

__all__ = ["Loosely", "Variants", "declared_model"]

Members = tuple[type[Variant], ...]


class Variants:
    """The annotation of a union of variants, one of which is chosen by its `tags`, one tag after the other.

    Where a tag is not given, the members that have a default for it remain. `name` and `summary` are those of the
    mapping as it may be written, whose class lies on `base`.
    """

    def __init__(self, name: str, summary: str, *tags: str, base: type[Model] = Model) -> None:
        self._name, self._summary, self._tags, self._base = name, summary, tags, base
        self._declared: dict[Members, type[Model]] = {}

    def declared(self, union: Any) -> type[Model]:
        """Return the mapping as it may be written: every field of every member, each of which may be absent.

        It is what editors and the reference know.
        """
        members: Members = get_args(union)
        if members not in self._declared:
            self._declared[members] = self._declaration(members)
        return self._declared[members]

    def _declaration(self, members: Members) -> type[Model]:
        fields: dict[str, Any] = {}
        for member in members:
            _resolve(member)
            for name, field in sorted(member.model_fields.items(), key=lambda item: item[0] not in self._tags):
                fields.setdefault(name, self._written(members, name, field))
        made: Any = create_model(self._name, __base__=self._base, __doc__=self._summary, __module__=__name__, **fields)
        return _resolve(cast("type[Model]", made))

    def _written(self, members: Members, name: str, field: FieldInfo) -> Any:
        kind: Any = _within(field.annotation, members, ForwardRef(self._name))
        if field.metadata:
            kind = Annotated[(kind, *field.metadata)]
        if name in self._tags:
            meanings = {
                choice: meaning_of(member, name) for member in reversed(members) for choice in _choices(member, name)
            }
            named = dict.fromkeys(choice for member in members for choice in _choices(member, name))
            kind = Annotated[Literal[tuple(named)], choices(meanings)]
        default: dict[str, Any] = {"default": field.default}
        if field.default_factory is not None:
            default = {"default_factory": field.default_factory}
        elif field.is_required():
            everywhere = all(_is_required(member, name) for member in members)
            default = {} if everywhere else {"default": None}
            kind = kind if everywhere else kind | None
        return kind, Field(
            **default,
            alias=field.alias,
            description=field.description,
            examples=field.examples,
            json_schema_extra=field.json_schema_extra,
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema: choosing a member, and in JSON Schema the mapping as it may be written."""
        return core_schema.no_info_wrap_validator_function(
            partial(self._validate, get_args(source)),
            handler.generate_schema(self.declared(source)),
            serialization=core_schema.plain_serializer_function_ser_schema(_dump, info_arg=True),
        )

    def _validate(self, members: Members, content: Any, declared: ValidatorFunctionWrapHandler) -> Any:
        if isinstance(content, members):
            return content
        if not isinstance(content, dict):
            return declared(content)
        member, faults = self._chosen(members, content)
        wrong = {fault["loc"] for fault in faults}
        own = {key for key in content if key in member.written()}
        made = None
        try:
            made = member.model_validate({key: content[key] for key in content if key in own and (key,) not in wrong})
        except ValidationError as error:
            found = (fault for fault in error.errors(include_url=False) if fault["loc"] not in wrong)
            faults += [absent(member, fault) if is_missing(fault) else same(fault) for fault in found]
        rest = {key: content[key] for key in content if key not in own}
        faults += self._foreign(member, rest, declared)
        if faults:
            raise ValidationError.from_exception_data(self._name, faults)
        return made

    def _chosen(self, members: Members, content: Mapping[str, Any]) -> tuple[type[Variant], list[InitErrorDetails]]:
        """Return the member that the tags name; where one names none, the nearest to it, and what is wrong."""
        left = members
        for tag in self._tags:
            if not any(tag in member.model_fields for member in left):
                break
            if tag in content:
                value = content[tag]
                named = tuple(member for member in left if value in _choices(member, tag))
                if not named:
                    expected = _spoken([choice for member in left for choice in _choices(member, tag)])
                    fault = InitErrorDetails(type="literal_error", loc=(tag,), input=value, ctx={"expected": expected})
                    return left[0], [fault]
            else:
                named = tuple(member for member in left if not member.model_fields[tag].is_required())
                if not named:
                    return left[0], [missing(left[0], tag, content)]
            left = named
        return left[0], []

    def _foreign(
        self, member: type[Variant], content: dict[str, Any], declared: ValidatorFunctionWrapHandler
    ) -> Iterator[InitErrorDetails]:
        """Check what belongs to other members as they would, and refuse what this one cannot have."""
        wrong: set[str | int] = set()
        try:
            declared(content)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                if not is_missing(fault):
                    wrong.add(fault["loc"][0])
                    yield same(fault)
        yield from foreign(member, {key: value for key, value in content.items() if key not in wrong})


def declared_model(annotation: Any) -> type[Model] | None:
    """Return the mapping as it may be written of an annotated union of variants; None for any other annotation."""
    if get_origin(annotation) is Annotated:
        union, *metadata = get_args(annotation)
        return next((item.declared(union) for item in metadata if isinstance(item, Variants)), None)
    return None


class Loosely:
    """The annotation of a mapping that is checked field by field alone, as one of `variants` may be written.

    Its value is a table of every field by name, those with a default that are not given included.
    """

    def __init__(self, variants: Any) -> None:
        self._variants = variants

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the mapping as it may be written."""
        return core_schema.no_info_after_validator_function(
            lambda made: frozen(made.model_dump()),
            handler.generate_schema(declared_model(self._variants)),
            serialization=core_schema.plain_serializer_function_ser_schema(thawed),
        )


def _resolve(model: type[Model]) -> type[Model]:
    """Let a model that names itself know the types of its fields; only what is read is built whole."""
    if not model.__pydantic_fields_complete__:
        model.model_rebuild()
    return model


def _dump(value: Variant, info: FieldSerializationInfo) -> dict[str, Any]:
    return value.model_dump(mode=info.mode, by_alias=info.by_alias)


def _within(annotation: Any, members: Members, name: ForwardRef) -> Any:
    """Return an annotation in which what holds a member holds the mapping called `name` instead."""
    if annotation in members:
        return name
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (None, Literal):
        return annotation
    inside = tuple(_within(argument, members, name) for argument in arguments)
    if inside == arguments:
        return annotation
    return reduce(or_, inside) if origin is UnionType else (Annotated if origin is Annotated else origin)[inside]


def _choices(member: type[Variant], tag: str) -> tuple[Any, ...]:
    field = member.model_fields.get(tag)
    return get_args(field.annotation) if field is not None and get_origin(field.annotation) is Literal else ()


def _is_required(member: type[Variant], name: str) -> bool:
    return name in member.model_fields and member.model_fields[name].is_required()


def _spoken(choices: Sequence[str]) -> str:
    quoted = [f"'{choice}'" for choice in dict.fromkeys(choices)]
    return " or ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)

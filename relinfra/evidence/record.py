"""Records: what can be known of one kind of thing, each field a fact of a type.

class Alarm(Record):
    name = text(at="alarm_name")
    threshold = figure("percent", source="rollback.error_rate_percent")

A record reads the facts of one place (`production.alarm.web_5xx`): `alarm.threshold` is a `Fact` or None where
nothing is known. The field itself, `Alarm.threshold`, is what a collector writes to; it says once which id, type and
unit the fact has, and where it is simply read in Terraform and asked for in the matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast, final, overload

from relinfra.evidence.fact import Fact, Figure, Value
from relinfra.evidence.table import FactTable

__all__ = [
    "Field",
    "Part",
    "Parts",
    "Record",
    "anything",
    "day",
    "figure",
    "flag",
    "joined",
    "moment",
    "part",
    "parts",
    "text",
    "texts",
]

T = TypeVar("T", bound=Value)
R = TypeVar("R", bound="Record")

_ANY_UNIT = "*"


def joined(*words: str) -> str:
    """Join words to an id or a path, leaving out empty ones."""
    return ".".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of one thing, found in `facts` below `id`, which ends without a dot."""

    facts: FactTable = field(repr=False, compare=False)
    id: str

    @property
    def key(self) -> str:
        """The last word of the id: what the matrix or Terraform calls the thing."""
        return self.id.rpartition(".")[2]

    @property
    def empty(self) -> bool:
        """Whether nothing is known of the thing."""
        return self.id not in self.facts.names

    @classmethod
    def fields(cls) -> Iterator[Field[Value]]:
        """Yield the fields, those of the classes it builds on first."""
        members = {name: member for base in reversed(cls.__mro__) for name, member in vars(base).items()}
        yield from (member for member in members.values() if isinstance(member, Field))


class _Member:
    """A member of a record class: knows that class, its own name, and the word it adds to an id."""

    def __init__(self, word: str | None) -> None:
        self._word = word
        self.owner: type[Record] = Record
        self.name = ""
        self.word = ""
        """The word it adds to the id of its record: its name unless another is given; empty where none."""

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.owner, self.name = owner, name
        self.word = name if self._word is None else self._word

    def below(self, id: str) -> str:
        """Return the id of this member in the record `id`."""
        word = self.word
        return f"{id}.{word}" if id and word else id or word


@final
class Field(_Member, Generic[T]):
    """A fact that a record may have.

    `types` are those of its value and `unit` is that of its figures. `at` is the attribute it is simply read from, with
    dots between steps, and empty where a collector has to think; `source` is the path, below that of the record, at
    which the matrix asks for it.
    """

    def __init__(
        self, types: tuple[type, ...], unit: str = "", word: str | None = None, at: str = "", source: str = ""
    ) -> None:
        super().__init__(word)
        self.types = types
        self.any_unit = unit == _ANY_UNIT
        self.unit = "" if self.any_unit else unit
        self.at = at
        self.source = source

    @overload
    def __get__(self, record: None, owner: type[Record]) -> Field[T]: ...

    @overload
    def __get__(self, record: Record, owner: type[Record]) -> Fact[T] | None: ...

    def __get__(self, record: Record | None, owner: type[Record]) -> Field[T] | Fact[T] | None:
        return self if record is None else self.of(record)

    def of(self, record: Record) -> Fact[T] | None:
        """Return the fact of a record, or None where nothing is known."""
        return cast("Fact[T] | None", record.facts.get(self.below(record.id)))

    def each(self, records: Iterable[Record]) -> tuple[Fact[T], ...]:
        """Return the facts of those records that have one."""
        return tuple(fact for record in records if (fact := self.of(record)))

    def admits(self, value: Value, unit: str) -> bool:
        """Whether a value with a unit may be a fact of this field."""
        return type(value) in self.types and (self.any_unit or unit == self.unit)


class _Within(_Member, Generic[R]):
    """A member that holds records, which `choose` makes; `kinds` are the classes they may be of."""

    def __init__(
        self, choose: Callable[[FactTable, str], R], kinds: tuple[type[Record], ...], word: str | None
    ) -> None:
        super().__init__(word)
        self.choose = choose
        self.kinds = kinds


@final
class Part(_Within[R]):
    """A record within a record; where nothing is known of it, it is `empty`."""

    @overload
    def __get__(self, record: None, owner: type[Record]) -> Part[R]: ...

    @overload
    def __get__(self, record: Record, owner: type[Record]) -> R: ...

    def __get__(self, record: Record | None, owner: type[Record]) -> Part[R] | R:
        return self if record is None else self.choose(record.facts, self.below(record.id))


@final
class Parts(_Within[R]):
    """Records within a record, each below a key of its own, in the order of the keys."""

    @overload
    def __get__(self, record: None, owner: type[Record]) -> Parts[R]: ...

    @overload
    def __get__(self, record: Record, owner: type[Record]) -> tuple[R, ...]: ...

    def __get__(self, record: Record | None, owner: type[Record]) -> Parts[R] | tuple[R, ...]:
        return self if record is None else self.of(record)

    def of(self, record: Record) -> tuple[R, ...]:
        """Return those of one record."""
        below, facts = self.below(record.id), record.facts
        prefix = f"{below}." if below else ""
        return tuple(self.choose(facts, f"{prefix}{key}") for key in facts.names.get(below, ()))

    def get(self, record: Record, key: str) -> R:
        """Return the one with a key, which is `empty` where there is none."""
        return self.choose(record.facts, joined(self.below(record.id), key))


def text(word: str | None = None, *, at: str = "", source: str = "", unit: str = "") -> Field[str]:
    """Return a field of text; `word` is what it adds to the id where that is not its name."""
    return Field((str,), unit, word, at, source)


def day(word: str | None = None) -> Field[str]:
    """Return a field of a day, as ISO text."""
    return Field((str,), "date", word)


def moment(word: str | None = None) -> Field[str]:
    """Return a field of a time of a day, as ISO text with its zone."""
    return Field((str,), "datetime", word)


def figure(unit: str = "", word: str | None = None, *, at: str = "", source: str = "") -> Field[Figure]:
    """Return a field of a number with a unit, `*` where that depends on what is counted; a computed one is text."""
    return Field((int, float, str), unit, word, at, source)


def flag(word: str | None = None, *, at: str = "", source: str = "") -> Field[bool]:
    """Return a field of a truth value."""
    return Field((bool,), "", word, at, source)


def texts(unit: str = "", word: str | None = None, *, source: str = "") -> Field[tuple[str, ...]]:
    """Return a field of several texts."""
    return Field((tuple,), unit, word, "", source)


def anything(word: str | None = None) -> Field[Value]:
    """Return a field of any value and unit: what it holds depends on what was looked at."""
    return Field((str, int, float, bool, tuple), _ANY_UNIT, word)


def part(
    choose: Callable[[FactTable, str], R], word: str | None = None, *, kinds: tuple[type[Record], ...] = ()
) -> Part[R]:
    """Return a record within a record, of one class or of several `kinds` that `choose` tells apart.

    With the word `""`, its facts stand among those of the outer record.
    """
    return Part(choose, kinds or _only(choose), word)


def parts(
    choose: Callable[[FactTable, str], R], word: str | None = None, *, kinds: tuple[type[Record], ...] = ()
) -> Parts[R]:
    """Return records within a record, of one class or of several `kinds` that `choose` tells apart."""
    return Parts(choose, kinds or _only(choose), word)


def _only(choose: Callable[[FactTable, str], Record]) -> tuple[type[Record], ...]:
    assert isinstance(choose, type), "records of several classes name them as `kinds`"
    return (choose,)

"""TEMPORARY, until every read in plan and lint is typed: reads by string."""
# mypy: ignore-errors

from relinfra.evidence.record import Part, Parts, Record, joined


def at(facts, id):
    from relinfra.evidence.facts import Everything  # noqa: PLC0415

    here = Everything(facts, "")
    for word in id.split("."):
        here = step(here, word)
    return here


def step(record, word):
    if isinstance(record, _Group):
        return record.parts.choose(record.facts, joined(record.id, word))
    member = _member(type(record), word)
    if isinstance(member, Part):
        return member.__get__(record, type(record))
    if isinstance(member, Parts):
        return _Group(record.facts, member.below(record.id), member)
    for kind in type(record).__mro__:
        for one in vars(kind).values():
            if isinstance(one, Parts) and one.word == "":
                return one.choose(record.facts, joined(record.id, word))
    return Record(record.facts, joined(record.id, word))


def _member(kind, word):
    for base in kind.__mro__:
        for one in vars(base).values():
            if isinstance(one, Part | Parts) and one.word == word:
                return one
    return None


class _Group(Record):
    def __init__(self, facts, id, parts):
        Record.__init__(self, facts, id)
        object.__setattr__(self, "parts", parts)


def install():
    def fact(self, name):
        return self.facts.get(f"{self.id}.{name}")

    def read_value(self, name):
        found = self.fact(name)
        return found.value if found else None

    def node(self, name):
        here = self
        for word in name.split("."):
            here = step(here, word)
        return here

    def nodes(self, name):
        return tuple(step(self.node(name), word) for word in self.facts.names.get(f"{self.id}.{name}", ()))

    Record.fact, Record.read_value, Record.node, Record.nodes = fact, read_value, node, nodes

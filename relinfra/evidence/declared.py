"""Declarations beside the infrastructure: `relinfra.json` of a synthesized folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import cast

from relinfra.domain.names import terraform_name
from relinfra.evidence.fact import FileEvidence, Json, Value

__all__ = ["Declarations", "Declared", "Deviation"]


_DECLARATION = "relinfra.json"


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared value and the line that declares it."""

    value: Value
    evidence: FileEvidence


@dataclass(frozen=True, slots=True)
class Deviation:
    """An argument at a dotted path of a resource; `source` is the file, with its line, that set it."""

    environment: str
    stack: str
    address: str
    argument: str
    source: FileEvidence


@dataclass(frozen=True)
class Declarations:
    """Project, promotion order, environments and waivers as `relinfra.json` holds them."""

    body: dict[str, Json]

    @property
    def matrix(self) -> str:
        """The matrix file, relative to the repository."""
        return str(_mapping(self.body.get("matrix")).get("file", ""))

    @property
    def digest(self) -> Declared | None:
        """The SHA-256 of the effective values of the matrix that was synthesized, whatever its comments and order."""
        values = self.effective
        text = "".join(f"{name} {values[name]}\n" for name in sorted(values))
        return self._declared(sha256(text.encode()).hexdigest() if values else None)

    @property
    def effective(self) -> Mapping[str, str]:
        """The SHA-256 of the effective values of each environment, and under `""` that of all the rest."""
        return {
            name: str(value) for name, value in _mapping(_mapping(self.body.get("matrix")).get("effective")).items()
        }

    @property
    def matrix_sha256(self) -> str:
        """The SHA-256 of the matrix file that was synthesized."""
        return str(_mapping(self.body.get("matrix")).get("sha256", ""))

    @property
    def environments(self) -> tuple[str, ...]:
        """Every environment: those being promoted through, in that order, then the others by name."""
        named = sorted(_mapping(self.body.get("environments")))
        order = [name for name in _strings(_value(self.body.get("promotion"))) if name in named]
        return (*order, *(name for name in named if name not in order))

    @property
    def live(self) -> tuple[str, ...]:
        """The environments that customers use, in the promotion's order: its last where nothing says more."""
        return _strings(_value(self.body.get("live"))) or _strings(_value(self.body.get("promotion")))[-1:]

    def stacks_of(self, environment: str) -> tuple[str, ...]:
        """Return the stacks of an environment in the order in which they are applied; none of one that is not known."""
        return _strings(self._environment(environment).get("stacks"))

    @property
    def part(self) -> tuple[str, ...] | None:
        """The environments whose stacks are here, of an output that was made for some; None of a whole one."""
        part = self.body.get("part")
        return _strings(_mapping(part).get("environments")) if isinstance(part, dict) else None

    @property
    def waivers(self) -> tuple[dict[str, Json], ...]:
        """Every waiver, in the order of the matrix."""
        waivers = self.body.get("waivers")
        return tuple(_mapping(waiver) for waiver in waivers) if isinstance(waivers, list) else ()

    @property
    def parity(self) -> tuple[dict[str, Json], ...]:
        """Every difference between two environments that is meant, in the order of the matrix."""
        found = self.body.get("parity")
        return tuple(_mapping(one) for one in found) if isinstance(found, list) else ()

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Every argument that was set whatever the constructs chose, in the order they were."""
        found = self.body.get("deviations")
        return tuple(_deviation(_mapping(item)) for item in found) if isinstance(found, list) else ()

    def project(self, key: str) -> Declared | None:
        """Return something said once for the whole project, such as `project` or `promotion`."""
        return self._declared(self.body.get(key))

    def of(self, environment: str, *keys: str) -> Declared | None:
        """Return what an environment declares, such as `of("production", "approval", "reviewers")`."""
        here = self._environment(environment)
        found: Json = here
        for key in keys:
            found = _mapping(found).get(key)
        return self._declared(found, _line(here))

    def name_of(self, environment: str) -> Declared:
        """Return an environment's own name, proven by the line that begins it."""
        line = _line(self._environment(environment))
        return Declared(environment, FileEvidence(self.matrix, line, environment))

    def stacks(self, environment: str) -> tuple[str, ...]:
        """Return the names of the stacks an environment consists of."""
        return _strings(self._environment(environment).get("stacks"))

    def source(self, environment: str, path: str) -> FileEvidence | None:
        """Return the line of the matrix that asked for `services.web.port`, where it is recorded."""
        source = self._sources.get(environment, {}).get(terraform_name(path))
        if source is None:
            return None
        return FileEvidence(str(source.get("file", self.matrix)), _line(source), "")

    def keys(self, environment: str, kind: str) -> tuple[str, ...]:
        """Return the keys below `services`, `databases` or `buckets` of an environment, as its sources have them."""
        below = f"{kind}."
        paths = _mapping(_mapping(self.body.get("sources")).get(environment))
        return tuple(path.removeprefix(below) for path in paths if path.startswith(below) and path.count(".") == 1)

    def waiver_line(self, waiver: dict[str, Json], key: str) -> Declared | None:
        """Return one field of a waiver."""
        return self._declared(waiver.get(key), _line(waiver))

    @cached_property
    def _sources(self) -> dict[str, dict[str, dict[str, Json]]]:
        """Terraform names have no hyphens, so paths are compared without them."""
        return {
            environment: {terraform_name(path): _mapping(line) for path, line in _mapping(paths).items()}
            for environment, paths in _mapping(self.body.get("sources")).items()
        }

    def _environment(self, name: str) -> dict[str, Json]:
        return _mapping(_mapping(self.body.get("environments")).get(name))

    def _declared(self, found: Json, line: int | None = None) -> Declared | None:
        value = _value(found)
        if value is None:
            return None
        source = _mapping(found)
        excerpt = ", ".join(value) if isinstance(value, tuple) else str(value)
        file = str(source.get("file") or self.matrix)
        return Declared(value, FileEvidence(file, _line(source) or line, excerpt))


def _deviation(found: dict[str, Json]) -> Deviation:
    named = {key: str(found.get(key, "")) for key in ("environment", "stack", "address", "argument")}
    text = str(found.get("source", ""))
    file, _, line = text.rpartition(":")
    # What was set in Python has no line of its own; that it was stands in the declaration.
    source = FileEvidence(file, int(line), "") if file and line.isdecimal() else FileEvidence(_DECLARATION, None, text)
    return Deviation(**named, source=source)


def _value(found: Json) -> Value | None:
    """Unwrap `{"value": ..., "file": ..., "line": ...}`, or take the value as it stands."""
    if isinstance(found, dict):
        found = found.get("value")
    if isinstance(found, list):
        return _strings(tuple(str(item) for item in found))
    return None if isinstance(found, dict) else found


def _strings(value: Json | Value | None) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(str(item) for item in cast("list[Json]", value))


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _line(source: dict[str, Json]) -> int | None:
    line = source.get("line")
    return line if isinstance(line, int) else None

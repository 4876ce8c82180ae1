"""The Compose file of the local stage: its containers, and the variables it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.evidence.declared import Declarations
from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.facts import Everything
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.compose import Compose, Container
from relinfra.evidence.records.project import Files, Project, RepositoryFacts
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.repository.nodes import YamlNode, document
from relinfra.evidence.repository.source import Repository, SourceFile
from relinfra.layout import COMPOSE_FILES, EXAMPLE_FILE

__all__ = ["collect"]

_OURS = "x-relinfra"
# https://docs.docker.com/reference/compose-file/interpolation/: `$$` is a dollar sign, `?` demands a value.
_ASKED = re.compile(r"\$\$|\$\{(\w+):?\?")
_DEFAULT = re.compile(r"\$\{\w+:?-([^}]*)\}")
_GIVEN = re.compile(r"^\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)=(?P<value>.*)$")


def collect(repository: Repository, declared: Declarations, recorder: Recorder) -> None:
    """Collect what runs each stage that is declared for Compose, and the variables of `.env.example`."""
    example = repository.read(EXAMPLE_FILE)
    named = _example(example, recorder) if example else frozenset()
    file = next((found for name in COMPOSE_FILES if (found := repository.read(name))), None)
    root = document(file.text) if file else None
    if file is None or root is None:
        return
    told = root.get(_OURS)
    for environment in declared.environments:
        target = declared.of(environment, "target")
        if target and target.value == "compose" and (told is None or told.scalar == environment):
            _file(file, root, named, recorder.one(Everything.stages, environment).at(Stage.compose))


def _example(example: SourceFile, recorder: Recorder) -> frozenset[str]:
    """Collect the variables that the example names, and those it gives a value; return their names."""
    own = recorder.at(Everything.project).at(Project.repository).at(RepositoryFacts.file)
    lines = ((number, _GIVEN.match(line)) for number, line in enumerate(example.lines, start=1))
    found = [(number, match["name"], match["value"].split(" #")[0].strip(" \"'")) for number, match in lines if match]
    for field, chosen in (
        (Files.example_variables, found),
        (Files.example_values, [one for one in found if one[2]]),
    ):
        if chosen:
            # The name alone is quoted: what stands beside it may be somebody's secret.
            proofs = (FileEvidence(example.path, number, name) for number, name, _ in chosen)
            own.add(field, tuple(name for _, name, _ in chosen), *proofs)
    return frozenset(name for _, name, _ in found)


def _file(file: SourceFile, root: YamlNode, named: frozenset[str], recorder: Recorder) -> None:
    recorder.add(Compose.file, file.path, file.evidence(root.line))
    services = root.get("services")
    for key, node in services.items if services else ():
        _container(file, key, node, recorder.one(Compose.containers, key))
    asked = dict(_asked(file))
    for field, chosen in (
        (Compose.asked, asked),
        (Compose.unnamed, {name: line for name, line in asked.items() if name not in named}),
    ):
        if chosen:
            recorder.add(field, tuple(chosen), *(FileEvidence(file.path, line, name) for name, line in chosen.items()))


def _asked(file: SourceFile) -> Iterator[tuple[str, int]]:
    """Yield each variable that has to be set, with the first line that asks for it."""
    seen: set[str] = set()
    for number, line in enumerate(file.lines, start=1):
        for name in _ASKED.findall(line):
            if name and name not in seen:
                seen.add(name)
                yield name, number


def _container(file: SourceFile, key: str, node: YamlNode, recorder: Recorder) -> None:
    recorder.add(Container.name, key, file.evidence(node.line))
    for field, name in ((Container.kind, _OURS), (Container.image, "image"), (Container.build, "build")):
        _text(file, node.get(name), recorder, field)
    ports = node.get("ports")
    published = next((port for port in ports.elements if ":" in port.scalar), None) if ports else None
    if published:
        _text(file, published, recorder, Container.port)
    awaited = node.get("depends_on")
    names = _keys(awaited) if awaited else []
    if names:
        recorder.add(Container.awaits, tuple(name for name, _ in names), *(file.evidence(line) for _, line in names))
    buckets = node.get("environment", "S3_BUCKET")
    if buckets and buckets.scalar:
        recorder.add(Container.buckets, tuple(buckets.scalar.split(",")), file.evidence(buckets.line))


def _text(file: SourceFile, said: YamlNode | None, recorder: Recorder, field: Field[str]) -> None:
    """Collect a text with the defaults of its variables; of a port, what of it this machine has."""
    if said is None or not said.scalar:
        return
    text = _DEFAULT.sub(lambda match: match[1], said.scalar)
    value = text.rpartition(":")[0] if field is Container.port else text
    recorder.add(field, value, file.evidence(said.line), how="unset_variables" if text != said.scalar else "")


def _keys(node: YamlNode) -> list[tuple[str, int]]:
    """Return the names of a mapping or a list, with their lines."""
    return [(name, one.line) for name, one in node.items] or [(one.scalar, one.line) for one in node.elements]

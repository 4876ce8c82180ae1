"""The statement of a bundle: in-toto's, with SLSA provenance as its predicate.

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, https://slsa.dev/spec/v1.0/provenance
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relinfra.execution import Approved, Finished, Started
from relinfra.visible import visible_json

if TYPE_CHECKING:
    from relinfra.execution import Event, ExecutionRecord

__all__ = ["PREDICATE_TYPE", "STATEMENT", "STATEMENT_TYPE", "Provenance", "statement_text"]

STATEMENT = "statement.json"
"""The name of the statement in a bundle."""
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://slsa.dev/provenance/v1"

_BUILD_TYPE = "urn:relinfra:release:v1"
"""The way in which what the statement is about was made; docs/cli.md says what its parameters are."""
_BUILDER = "urn:relinfra:command-line"


@dataclass(frozen=True)
class Provenance:
    """The origin of the evidence of a release.

    `run` is the run of the pipeline, `builder` who answers for it, `repository` its name on GitHub.
    """

    version: str
    project: str
    repository: str = ""
    record: ExecutionRecord | None = None
    tools: Mapping[str, str] = field(default_factory=dict)
    run: str = ""
    builder: str = ""

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the release, the first first."""
        return self.record.events if self.record else ()


def statement_text(contents: Mapping[str, bytes], provenance: Provenance) -> str:
    """Return the statement about the files of a bundle by their names. The same input gives the same bytes."""
    subjects = [{"name": name, "digest": {"sha256": _sha256(contents[name])}} for name in sorted(contents)]
    body = {
        "_type": STATEMENT_TYPE,
        "subject": subjects,
        "predicateType": PREDICATE_TYPE,
        "predicate": {"buildDefinition": _definition(provenance), "runDetails": _details(provenance)},
    }
    return visible_json(json.dumps(body, indent=2, ensure_ascii=False)) + "\n"


def _definition(provenance: Provenance) -> dict[str, Any]:
    known = {"version": provenance.version, "project": provenance.project, "repository": provenance.repository}
    return {
        "buildType": _BUILD_TYPE,
        "externalParameters": {key: value for key, value in known.items() if value},
        "internalParameters": {
            "tools": dict(sorted(provenance.tools.items())),
            "approvals": [_approval(event) for event in provenance.events if isinstance(event, Approved)],
            "deployments": list(_deployments(provenance)),
        },
        "resolvedDependencies": list(_dependencies(provenance)),
    }


def _details(provenance: Provenance) -> dict[str, Any]:
    began = next((event.at for event in provenance.events if isinstance(event, Started)), None)
    ends = [event.at for event in provenance.events if isinstance(event, Finished)]
    run = provenance.run or next((event.run for event in reversed(provenance.events) if event.run), None)
    told = {"invocationId": run, "startedOn": began, "finishedOn": ends[-1] if ends else None}
    return {
        "builder": {"id": provenance.builder or _BUILDER},
        "metadata": {key: value for key, value in told.items() if value},
    }


def _approval(event: Approved) -> dict[str, str]:
    told = {"by": event.by, "at": event.at, "stage": event.stage, "proof": event.proof}
    return {key: value for key, value in told.items() if value}


def _deployments(provenance: Provenance) -> Iterator[dict[str, Any]]:
    for event in provenance.events:
        if isinstance(event, Started | Finished):
            told = event.model_dump(mode="json", exclude_none=True, exclude={"version", "images"})
            yield {key: value for key, value in told.items() if value not in ({}, [])}


def _dependencies(provenance: Provenance) -> Iterator[dict[str, Any]]:
    """Yield the commit that was deployed, and each image by its digest, once."""
    started = [event for event in provenance.events if isinstance(event, Started)]
    source = f"git+https://github.com/{provenance.repository}" if provenance.repository else "git"
    for commit in dict.fromkeys(event.commit for event in started if event.commit):
        yield {"uri": source, "digest": {"gitCommit": commit}}
    for name, digest in sorted({pair for event in started for pair in event.images.items()}):
        yield {"name": name, "digest": {"sha256": digest.removeprefix("sha256:")}}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

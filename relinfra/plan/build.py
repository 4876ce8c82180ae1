"""From a synthesized folder to the documents of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.comparison import as_built, with_changes
from relinfra.errors import OutputError, UsageError
from relinfra.evidence import Repository, collect_facts, read_output
from relinfra.execution import read_record
from relinfra.lockfile.consequences import locked_by
from relinfra.plan.changes import COMPARED
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.model import Plan
from relinfra.plan.release_state import with_state
from relinfra.plan.sets import SETS, Edition

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.evidence import Facts
    from relinfra.execution import ExecutionRecord

__all__ = ["build_plan", "known_facts", "plan_of"]


def build_plan(
    cdktf_out: Path,
    *,
    repository: Path,
    version: str | None = None,
    set: str = "release-plan",
    ids: DocumentIds | None = None,
) -> Plan:
    """Return the documents of `set` about what is synthesized in `cdktf_out`, for the release `version`.

    `repository` is the folder of the matrix, with the workflows and the release tooling. Raises `OutputError`, and
    `UsageError` where the set needs a version.
    """
    return plan_of(set, known_facts(cdktf_out, repository=repository, version=version), version, ids)


def known_facts(
    cdktf_out: Path,
    *,
    repository: Path,
    version: str | None = None,
    against: Path | None = None,
    record: Path | None = None,
    commits: bool = True,
    states: Path | None = None,
) -> Facts:
    """Return everything that can be said; `against` is a folder synthesized before.

    `record` is an execution record that lies elsewhere than in `releases/`; `commits` are read unless told otherwise.
    With a folder of `states`, stacks are what was built.
    Raises `OutputError`, `ReleaseError` for a wrong release file, `RecordError` for a wrong record, and `LockError` for
    a wrong lock where stacks are compared.
    """
    configured = read_output(cdktf_out)
    output = as_built(configured, states) if states else configured
    kept = _record(record, version) if record and version else None
    facts = collect_facts(output, Repository(repository), version, commits=commits, record=kept)
    if against is None:
        return facts
    return with_changes(facts, read_output(against), output, locked=locked_by(repository, output))


def _record(path: Path, version: str) -> ExecutionRecord:
    found = read_record(path, version)
    if found is None:
        raise OutputError(f"{path}: expected the execution record of release {version}, found no file")
    return found


def plan_of(name: str, facts: Facts, version: str | None = None, ids: DocumentIds | None = None) -> Plan:
    """Return the documents of one set that follow from facts alone; new ids are added to `ids`."""
    chosen = SETS[name]
    if chosen.of_release and not version:
        raise UsageError(f"--set {name}: is about one release; name it with --release VERSION")
    edition = Edition(facts, version, ids or DocumentIds())
    documents, records = with_state(chosen.documents(edition), facts), chosen.records(edition)
    return Plan(name, version, documents, records, compared=COMPARED in facts)

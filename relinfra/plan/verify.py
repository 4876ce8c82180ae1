"""Whether written documents still say what the stacks, the repository and the release say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.errors import OutputError, UsageError
from relinfra.output import foreign_files
from relinfra.plan.build import known_facts, plan_of
from relinfra.plan.changes import COMPARED
from relinfra.plan.comparison import Comparison
from relinfra.plan.difference import Difference, Verification
from relinfra.plan.files import IDS, written_manifests
from relinfra.plan.recorded import Recorded, read_ids, read_recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relinfra.evidence import Facts

__all__ = ["verify_plan"]


def verify_plan(documents: Path, cdktf_out: Path, *, repository: Path, against: Path | None = None) -> Verification:
    """Recompute every set found in the folder `documents` and compare each fact, statement and line.

    Documents that compare with a folder synthesized before need it again as `against`; the others do without. Raises
    `UsageError` where it is missing, and `OutputError` where there is no set, or where a document or the synthesized
    folder cannot be read.
    """
    recorded = {path: read_recorded(path) for path in written_manifests(documents)}
    if not recorded:
        hint = "write them with `relinfra plan`, or name their folder with `--documents`"
        raise OutputError(f"{documents}: documents to verify not found; {hint}")
    known: dict[tuple[str | None, bool], Facts] = {}
    found: list[Difference] = []
    for path, record in recorded.items():
        compares = COMPARED in record.facts
        if compares and against is None:
            raise UsageError(f"{path}: compares with stacks synthesized before; name them with --against FOLDER")
        if (record.version, compares) not in known:
            former = against if compares else None
            facts = known_facts(cdktf_out, repository=repository, version=record.version, against=former)
            known[record.version, compares] = facts
        found += _differences(documents, path, record, known[record.version, compares])
    return Verification(tuple(found), foreign_files(cdktf_out))


def _differences(documents: Path, path: Path, recorded: Recorded, facts: Facts) -> Iterator[Difference]:
    before = read_ids(documents / IDS)
    after = read_ids(documents / IDS)
    plan = plan_of(recorded.set, facts, recorded.version, after)
    yield from Comparison(documents, path, recorded, plan).differences
    if before.text != after.text:
        yield Difference("missing", IDS, None, "", "", before.text, after.text)

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.attestation import (
    Provenance,
    bundle_bytes,
    bundle_contents,
    bundle_digest,
    statement_text,
    verify_bundle,
)
from relinfra.errors import OutputError, UsageError
from relinfra.execution import parse_record
from relinfra.plan import write_plan

MINIMAL = Path(__file__).parents[3] / "examples" / "minimal"
DIGEST = "a1" * 32
RUN = "https://github.com/acme/hello/actions/runs/7"
RECORD = "".join(
    f"{json.dumps({'at': f'2026-12-08T14:0{minute}:00Z', 'version': '1.0.0', **event})}\n"
    for minute, event in enumerate(
        (
            {"event": "approved", "by": "Dana <dana@example.com>"},
            {
                "event": "started",
                "stage": "production",
                "commit": "0" * 40,
                "run": RUN,
                "images": {"web": f"sha256:{DIGEST}"},
            },
            {"event": "finished", "stage": "production", "outcome": "succeeded"},
        )
    )
)
CONTENTS = {"sources/relinfra.yaml": b"version: 1\n", "results/smoke.json": b"{}\n", "results/empty": b""}


@pytest.fixture(scope="module")
def documents(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("documents")
    write_plan(synthesized("minimal"), out, repository=MINIMAL)
    return out


def provenance() -> Provenance:
    record = parse_record(RECORD.encode(), "r.jsonl", "1.0.0")
    return Provenance("1.0.0", "hello", "acme/hello", record, {"terraform": "1.14.0"})


def bundle() -> bytes:
    return bundle_bytes(CONTENTS, statement_text(CONTENTS, provenance()))


def test_the_statement_is_that_of_in_toto_with_slsa_provenance() -> None:
    """Types, subjects and the fields that SLSA asks for: who, from what, by which run, from when to when."""
    body = json.loads(statement_text(CONTENTS, provenance()))
    assert body["_type"] == "https://in-toto.io/Statement/v1"
    assert body["predicateType"] == "https://slsa.dev/provenance/v1"
    assert [one["name"] for one in body["subject"]] == sorted(CONTENTS)
    definition, details = body["predicate"]["buildDefinition"], body["predicate"]["runDetails"]
    assert definition["externalParameters"] == {"version": "1.0.0", "project": "hello", "repository": "acme/hello"}
    assert definition["resolvedDependencies"] == [
        {"uri": "git+https://github.com/acme/hello", "digest": {"gitCommit": "0" * 40}},
        {"name": "web", "digest": {"sha256": DIGEST}},
    ]
    assert definition["internalParameters"]["approvals"][0]["by"] == "Dana <dana@example.com>"
    assert details["builder"]["id"]
    assert details["metadata"] == {
        "invocationId": RUN,
        "startedOn": "2026-12-08T14:01:00Z",
        "finishedOn": "2026-12-08T14:02:00Z",
    }


def test_the_same_evidence_has_the_same_bytes() -> None:
    """Whatever the order in which the files were found; any tar program reads it."""
    other = bundle_bytes(dict(reversed(CONTENTS.items())), statement_text(CONTENTS, provenance()))
    assert other == bundle()
    with tarfile.open(fileobj=io.BytesIO(bundle())) as archive:
        assert archive.getnames() == ["statement.json", *sorted(CONTENTS)]


def test_one_bit_anywhere_is_found() -> None:
    """With the digest always; without it too, headers and padding included, but for the words of the statement."""
    whole = bundle()
    statement = range(512, 512 + len(statement_text(CONTENTS, provenance()).encode()))
    digest = bundle_digest(whole)
    assert verify_bundle(whole, digest).ok
    for place in range(0, len(whole), 97):
        changed = bytearray(whole)
        changed[place] ^= 1
        assert not verify_bundle(bytes(changed), digest).ok
        assert place in statement or not verify_bundle(bytes(changed)).ok
    for other in (whole[:-512], whole + b"\0" * 512, whole[:700], b"", b"PK\x03\x04"):
        assert not verify_bundle(other).ok


def test_a_bundle_that_was_written_anew_agrees_with_itself_alone() -> None:
    """Whoever changes a file and its statement is found by the digest and by nothing else, which is said."""
    forged = {**CONTENTS, "results/smoke.json": b'{"ok": true}\n'}
    anew = bundle_bytes(forged, statement_text(forged, provenance()))
    assert verify_bundle(anew).ok
    assert not verify_bundle(anew).anchored
    found = verify_bundle(anew, bundle_digest(bundle()))
    assert (found.ok, "the bundle was changed" in found.findings[0]) == (False, True)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"results/empty": None}, "results/empty: is gone"),
        ({"results/more": b"x"}, "results/more: was added"),
        ({"results/smoke.json": b"x"}, "results/smoke.json: was changed"),
    ],
)
def test_what_its_statement_does_not_say_is_found(change: dict[str, bytes | None], finding: str) -> None:
    """A file that is gone, added or changed, in an archive that is otherwise well."""
    files = {name: content for name, content in {**CONTENTS, **change}.items() if content is not None}
    assert verify_bundle(bundle_bytes(files, statement_text(CONTENTS, provenance()))).findings == (finding,)
    foreign = bundle_bytes(CONTENTS, '{"_type": "other"}')
    assert "is no in-toto statement" in verify_bundle(foreign).findings[0]


def test_the_files_are_those_that_relinfra_made(
    synthesized: Callable[[str], Path], documents: Path, tmp_path: Path
) -> None:
    """Stacks by their listing, documents by theirs, sources that exist, results under their names."""
    result = tmp_path / "gate.json"
    result.write_text("{}")
    sources = {"relinfra.yaml": MINIMAL / "relinfra.yaml", "releases/1.0.0.yaml": tmp_path / "none"}
    contents = bundle_contents(synthesized("minimal"), documents, sources, {"gate.json": result})
    assert {"sources/relinfra.yaml", "stacks/manifest.json", "stacks/relinfra.json", "results/gate.json"} <= set(
        contents
    )
    assert {"documents/documents.json", "documents/release-plan.md"} <= set(contents)
    assert not any("none" in name or "terraform.tfstate" in name for name in contents)
    assert verify_bundle(bundle_bytes(contents, statement_text(contents, provenance()))).ok


REFUSED = {
    "a plan": '{"format_version": "1.2", "terraform_version": "1.14.0", "planned_values": {}}',
    "a shown state": '{"format_version": "1.0", "terraform_version": "1.14.0", "values": {}}',
    "a state": '{"version": 4, "terraform_version": "1.14.0", "serial": 1, "resources": []}',
    "a saved plan": "PK\x03\x04tfplan",
    "a compressed file": "\x1f\x8b",
    "an access key": "first\nkey: AKIAIOSFODNN7EXAMPLE\n",
    "a password in an address": "postgres://shop:hunter22@db/main",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_may_hold_a_secret_never_gets_in(
    synthesized: Callable[[str], Path], documents: Path, tmp_path: Path, text: str
) -> None:
    """Plans and states whatever is in them; of anything else what is seen. The secret itself is not repeated."""
    result = tmp_path / "result"
    result.write_bytes(text.encode("latin-1"))
    with pytest.raises(OutputError, match=r"result:?\d*: (is a|holds what)") as refused:
        bundle_contents(synthesized("minimal"), documents, {}, {"result": result})
    assert not {"AKIAIOSFODNN7EXAMPLE", "hunter22"} & set(str(refused.value).replace(":", " ").split())


def test_what_is_not_as_it_was_made_is_no_evidence(
    synthesized: Callable[[str], Path], documents: Path, tmp_path: Path
) -> None:
    """An edited document, documents that nobody listed, a result that is not there."""
    for file in documents.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "release-plan.md").write_text("edited")
    with pytest.raises(OutputError, match=r"release-plan\.md: is not as it was made"):
        bundle_contents(synthesized("minimal"), tmp_path, {}, {})
    (tmp_path / "documents.json").unlink()
    with pytest.raises(OutputError, match=r"documents\.json: not found"):
        bundle_contents(synthesized("minimal"), tmp_path, {}, {})
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="is a named pipe, not a file"):
        bundle_contents(synthesized("minimal"), documents, {}, {"pipe": tmp_path / "pipe"})
    with pytest.raises(UsageError, match="expected a file, found none"):
        bundle_contents(synthesized("minimal"), documents, {}, {"x": tmp_path / "x"})

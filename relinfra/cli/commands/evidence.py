"""`relinfra evidence`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relinfra.cli import options
from relinfra.cli.exit_codes import ExitCode, verdict
from relinfra.cli.terminal import style
from relinfra.errors import UsageError
from relinfra.layout import MATRIX
from relinfra.output import write_binary
from relinfra.regular_file import readable
from relinfra.release import FOLDER, known_release

if TYPE_CHECKING:
    from relinfra.attestation import Provenance

__all__ = ["command"]


@click.group("evidence")
def command() -> None:
    """Make one bundle of everything that shows what a release was, and find any change of it."""


@command.command("make")
@click.argument("version")
@options.folder_argument
@options.documents
@click.option("-o", "--out", type=options.PATH_TYPE, help="The bundle.  [default: out/evidence-VERSION.tar]")
@options.record
@click.option("--add", "added", metavar="NAME=FILE", multiple=True, help="Result to add; may be repeated.")
@click.option("--tool", "tools", metavar="NAME=VERSION", multiple=True, help="Tool that was used; may be repeated.")
@click.option("--run", metavar="URL", default="", help="Address of the run.  [default: the last of the record]")
@click.option("--builder", metavar="URI", default="", help="Who answers for the run.  [default: this command]")
@options.repository
@options.quiet
def make(
    version: str,
    *,
    folder: Path,
    documents: Path | None,
    out: Path | None,
    record: Path | None,
    added: tuple[str, ...],
    tools: tuple[str, ...],
    run: str,
    builder: str,
    repository: Path,
    quiet: bool,
) -> ExitCode:
    """Make the bundle of VERSION, and print its digest, which belongs into the ticket of the release.

    It holds matrix, lock, release file, execution record, the stacks in FOLDER (out/cdktf.out), documents and policy
    report, and what --add names. No plan, no state and no secret gets in.
    """
    from relinfra.attestation import bundle_bytes, bundle_contents, bundle_digest, statement_text  # noqa: PLC0415
    from relinfra.execution import read_record, record_path  # noqa: PLC0415 - for few commands

    known = known_release(repository, version)
    kept = record or record_path(repository, known)
    found = read_record(kept, known, f"{FOLDER}/{kept.name}")
    where = documents or options.layout(repository).documents_about(folder)
    names = (MATRIX, "relinfra.lock.json", f"{FOLDER}/{known}.yaml")
    sources = {**{name: repository / name for name in names}, f"{FOLDER}/{known}.record.jsonl": kept}
    results = {name: Path(path) for name, path in options.pairs("--add", added).items()}
    if wrong := next((name for name in results if "/" in name or name.startswith(".")), None):
        raise UsageError(f"--add {wrong}: expected a name without a folder")
    contents = bundle_contents(folder, where, sources, results)
    origin = replace(_origin(folder, known, options.pairs("--tool", tools)), record=found, run=run, builder=builder)
    bundle = bundle_bytes(contents, statement_text(contents, origin))
    path = out or where / f"evidence-{known}.tar"
    write_binary(path, bundle)
    if not quiet:
        click.echo(f"{path}: {len(contents)} files of release {known}", err=True)
    click.echo(bundle_digest(bundle))
    return ExitCode.DONE


@command.command("verify")
@click.argument("bundle", type=options.PATH_TYPE)
@click.option("--digest", metavar="sha256:HEX", help="Digest of the bundle, as it was kept elsewhere.")
@options.as_json
@options.quiet
def verify(bundle: Path, *, digest: str | None, as_json: bool, quiet: bool) -> ExitCode:
    """Find any change of BUNDLE since it was made, by a digest that was kept elsewhere.

    Without one it only says whether the bundle agrees with itself.
    """
    from relinfra.attestation import verify_bundle  # noqa: PLC0415 - for this command alone

    if digest is not None and not _is_digest(digest):
        raise UsageError(f"--digest: expected sha256: and 64 hexadecimal digits, found {digest!r}")
    try:
        content = readable(bundle).read_bytes()
    except OSError as error:
        raise UsageError(f"{bundle}: cannot be read: {error.strerror or error}") from error
    found = verify_bundle(content, digest)
    if as_json:
        body = {"ok": found.ok, "digest": found.digest, "anchored": found.anchored, "findings": found.findings}
        click.echo(json.dumps(body, indent=2))
    else:
        for finding in found.findings:
            click.echo(style(finding, stream=sys.stdout, fg="red"))
        if found.ok and not quiet:
            click.echo(_told(found.digest, anchored=found.anchored))
    return verdict(found.ok)


def _told(digest: str, *, anchored: bool) -> str:
    if anchored:
        return f"unchanged: {digest}"
    proves = "without --digest, or a signature that is checked, that proves no more"
    return f"consistent: {digest}: the bundle agrees with itself; {proves}"


def _is_digest(text: str) -> bool:
    algorithm, _, digits = text.partition(":")
    return algorithm == "sha256" and len(digits) == 64 and set(digits) <= set("0123456789abcdef")  # noqa: PLR2004


def _origin(folder: Path, version: str, tools: dict[str, str]) -> Provenance:
    from importlib.metadata import version as installed  # noqa: PLC0415

    from relinfra.attestation import Provenance  # noqa: PLC0415
    from relinfra.evidence import read_output  # noqa: PLC0415

    output = read_output(folder)
    project, repository = output.declared.project("project"), output.declared.project("repository")
    return Provenance(
        version,
        str(project.value) if project else "",
        str(repository.value) if repository else "",
        tools={"relinfra": installed("relinfra"), "cdktf": output.cdktf_version, **tools},
    )

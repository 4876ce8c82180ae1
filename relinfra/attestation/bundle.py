"""A bundle: a tar archive whose bytes follow from the files in it alone, without times, owners or an order of disks."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping

from relinfra.attestation.statement import STATEMENT
from relinfra.errors import OutputError

__all__ = ["bundle_bytes", "bundle_digest", "read_bundle"]

_MODE = 0o644


def bundle_bytes(contents: Mapping[str, bytes], statement: str) -> bytes:
    """Return the archive of a statement and of the files that it is about, by their names."""
    return _archive({STATEMENT: statement.encode(), **{name: contents[name] for name in sorted(contents)}})


def bundle_digest(content: bytes) -> str:
    """Return the digest of a bundle."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def read_bundle(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their names; nothing is unpacked.

    Raises `OutputError` for what is no archive of ours, to the last byte of its headers and padding.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            members = archive.getmembers()
            files = {one.name: _content(archive, one) for one in members}
    except (tarfile.TarError, ValueError, OSError, EOFError, RecursionError) as error:
        raise OutputError(f"is no bundle that `relinfra evidence make` wrote ({error})") from error
    if len(files) != len(members) or _archive(files) != content:
        raise OutputError("is no bundle that `relinfra evidence make` wrote: its bytes are not those of its files")
    return files


def _archive(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), _MODE
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None:
        raise ValueError(f"{member.name} is no file")
    return stream.read()

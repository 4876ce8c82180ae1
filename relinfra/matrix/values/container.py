"""Values of a container: its user, and the paths it may write."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.text import Value

__all__ = ["Cpu", "HealthCommand", "TmpfsMib", "User", "WritablePath", "WritablePaths"]

_KINDS = ("CMD", "CMD-SHELL")


def _volumes(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse paths whose volumes would bear one name: ECS takes no slashes and dots in it."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(path.strip("/").replace("/", "-").replace(".", "-"), path)
        if other is not path:
            refuse("paths that differ in more than slashes, dots and hyphens", found=f"`{other}` and `{path}`")
    return paths


def _folder(path: str) -> str:
    """Refuse steps up and steps nowhere, with which two paths may be one."""
    if {".", ".."} & set(path.split("/")):
        refuse("a folder without `.` and `..`", found=f"`{path}`")
    return path


def _command(words: tuple[str, ...]) -> tuple[str, ...]:
    if words[0] not in _KINDS:
        refuse("`CMD`, or `CMD-SHELL` before a line for the shell", found=f"`{words[0]}`")
    return words


_Cpu = Literal[256, 512, 1024, 2048, 4096, 8192, 16384]
Cpu = Annotated[_Cpu, choices({units: f"{units / 1024:g} vCPU." for units in get_args(_Cpu)})]
User = Annotated[
    str,
    Field(pattern=r"^[1-9][0-9]{0,9}(:[0-9]{1,10})?$"),
    expecting("a numeric user other than root, such as 1000 or 1000:1000"),
]
WritablePath = Annotated[
    str,
    Field(pattern=r"^(/[A-Za-z0-9_.-]+)+$", max_length=255),
    AfterValidator(_folder),
    expecting("a folder such as /var/cache/app"),
]
WritablePaths = Annotated[
    tuple[WritablePath, ...], Field(max_length=20), AfterValidator(_volumes), expecting("at most 20 folders")
]
TmpfsMib = Annotated[int, Field(ge=1, le=122_880), expecting("a size from 1 to 122880 MiB")]
HealthCommand = Annotated[
    tuple[Value, ...], Field(min_length=2), AfterValidator(_command), expecting("a command such as [CMD, /healthcheck]")
]

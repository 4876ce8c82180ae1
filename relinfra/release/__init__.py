"""Release files, `releases/VERSION.yaml`: what only people know, checked, with every value's position."""

from relinfra.release.calendar import OFFSETS, RESPONSIBLE, Milestone, MilestoneName, milestones
from relinfra.release.models import Release
from relinfra.release.models.people import Role
from relinfra.release.reading import (
    CLOSED,
    FOLDER,
    FROZEN_FACTS,
    NEWEST,
    ReleaseFile,
    chosen_release,
    closed_folder,
    closed_releases,
    known_release,
    load_release,
    newest_release,
    parse_release,
    read_release,
    read_releases,
    release_files,
)
from relinfra.release.statements import ReleaseStatement, statements
from relinfra.release.values import DECIMALS
from relinfra.release.version import Version, precedence

__all__ = [
    "CLOSED",
    "DECIMALS",
    "FOLDER",
    "FROZEN_FACTS",
    "NEWEST",
    "OFFSETS",
    "RESPONSIBLE",
    "Milestone",
    "MilestoneName",
    "Release",
    "ReleaseFile",
    "ReleaseStatement",
    "Role",
    "Version",
    "chosen_release",
    "closed_folder",
    "closed_releases",
    "known_release",
    "load_release",
    "milestones",
    "newest_release",
    "parse_release",
    "precedence",
    "read_release",
    "read_releases",
    "release_files",
    "statements",
]

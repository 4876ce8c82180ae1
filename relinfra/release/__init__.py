"""What only people know of a release: `releases/VERSION.yaml`, checked, with the position of every value."""

from relinfra.release.calendar import Milestone, milestones
from relinfra.release.models import Release
from relinfra.release.precedence import precedence
from relinfra.release.reading import FOLDER, ReleaseFile, newest_release, parse_release, read_release, release_files
from relinfra.release.said import Said, said

__all__ = [
    "FOLDER",
    "Milestone",
    "Release",
    "ReleaseFile",
    "Said",
    "milestones",
    "newest_release",
    "parse_release",
    "precedence",
    "read_release",
    "release_files",
    "said",
]

"""Models of a release file."""

from relinfra.release.models.release import Release

__all__ = ["Release"]

"""What a release file can say."""

from relinfra.release.models.release import Release

__all__ = ["Release"]

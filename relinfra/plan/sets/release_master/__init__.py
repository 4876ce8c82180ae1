"""The documents of a release manager."""

from relinfra.plan.sets.release_master.master import RELEASE_MASTER

__all__ = ["RELEASE_MASTER"]

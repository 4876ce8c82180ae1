"""The folder of one release."""

from relinfra.plan.sets.release_package.package import RELEASE_PACKAGE

__all__ = ["RELEASE_PACKAGE"]

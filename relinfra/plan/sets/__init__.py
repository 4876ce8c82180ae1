"""The sets of documents that a plan can be written as, by name."""

from relinfra.plan.sets.dep_catalog import DEP_CATALOG
from relinfra.plan.sets.deployment_plan import DEPLOYMENT_PLAN
from relinfra.plan.sets.document_set import DocumentSet, Subject
from relinfra.plan.sets.release_master import RELEASE_MASTER
from relinfra.plan.sets.release_package import RELEASE_PACKAGE
from relinfra.plan.sets.release_plan import RELEASE_PLAN

__all__ = ["SETS", "DocumentSet", "Subject"]

SETS = {one.name: one for one in (RELEASE_PLAN, DEP_CATALOG, RELEASE_PACKAGE, RELEASE_MASTER, DEPLOYMENT_PLAN)}
"""Every set, in the order in which they are written."""

"""The catalogue of deployment entries: environments, criteria, steps, rollback triggers, validations."""

from relinfra.plan.sets.dep_catalog.catalogue import DEP_CATALOG

__all__ = ["DEP_CATALOG"]

"""The deployment plan that tells the first usable product from what comes after it."""

from relinfra.plan.sets.deployment_plan.plan import DEPLOYMENT_PLAN

__all__ = ["DEPLOYMENT_PLAN"]

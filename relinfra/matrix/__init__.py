"""The environment matrix: YAML in, frozen models out.

`Matrix.load(path)` reads, merges and checks; every mistake is reported at once with file, line and column.
"""

from __future__ import annotations

from relinfra.matrix.deployment import Deployment
from relinfra.matrix.matrix import Matrix
from relinfra.matrix.models import (
    Alerts,
    Approval,
    Bootstrap,
    Bucket,
    Budget,
    Database,
    DisasterRecovery,
    Domain,
    Edge,
    Environment,
    Evidence,
    ExistingNetwork,
    HealthCheck,
    Hook,
    Network,
    Observability,
    Rollback,
    Rollout,
    Scaling,
    Service,
    State,
    Synthetics,
    Waiver,
)
from relinfra.matrix.subnets import SubnetPlan, plan_subnets
from relinfra.reading.problems import Position, Problem

__all__ = [
    "Alerts",
    "Approval",
    "Bootstrap",
    "Bucket",
    "Budget",
    "Database",
    "Deployment",
    "DisasterRecovery",
    "Domain",
    "Edge",
    "Environment",
    "Evidence",
    "ExistingNetwork",
    "HealthCheck",
    "Hook",
    "Matrix",
    "Network",
    "Observability",
    "Position",
    "Problem",
    "Rollback",
    "Rollout",
    "Scaling",
    "Service",
    "State",
    "SubnetPlan",
    "Synthetics",
    "Waiver",
    "plan_subnets",
]

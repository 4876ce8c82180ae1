"""The nouns of a matrix, one a file: frozen, strict, and documented field by field."""

from __future__ import annotations

from relinfra.matrix.models.approval import Approval
from relinfra.matrix.models.bootstrap import Bootstrap, Evidence
from relinfra.matrix.models.bucket import Bucket
from relinfra.matrix.models.budget import Budget
from relinfra.matrix.models.database import Database
from relinfra.matrix.models.disaster_recovery import DisasterRecovery
from relinfra.matrix.models.domain import Domain
from relinfra.matrix.models.edge import Edge
from relinfra.matrix.models.environment import Environment
from relinfra.matrix.models.existing_network import ExistingNetwork
from relinfra.matrix.models.health_check import HealthCheck
from relinfra.matrix.models.hook import Hook
from relinfra.matrix.models.network import Network
from relinfra.matrix.models.observability import Alerts, Observability
from relinfra.matrix.models.rollback import Rollback
from relinfra.matrix.models.rollout import Rollout
from relinfra.matrix.models.scaling import Scaling
from relinfra.matrix.models.service import Service
from relinfra.matrix.models.state import State
from relinfra.matrix.models.synthetics import Synthetics
from relinfra.matrix.models.waiver import Waiver

__all__ = [
    "Alerts",
    "Approval",
    "Bootstrap",
    "Bucket",
    "Budget",
    "Database",
    "DisasterRecovery",
    "Domain",
    "Edge",
    "Environment",
    "Evidence",
    "ExistingNetwork",
    "HealthCheck",
    "Hook",
    "Network",
    "Observability",
    "Rollback",
    "Rollout",
    "Scaling",
    "Service",
    "State",
    "Synthetics",
    "Waiver",
]

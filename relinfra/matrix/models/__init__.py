"""The nouns of a matrix, one a file: frozen, strict, and documented field by field."""

from __future__ import annotations

from relinfra.matrix.models.approval import Approval
from relinfra.matrix.models.bootstrap import Bootstrap, Evidence
from relinfra.matrix.models.bucket import Bucket
from relinfra.matrix.models.budget import Budget
from relinfra.matrix.models.build import Build
from relinfra.matrix.models.difference import IntendedDifference
from relinfra.matrix.models.disaster_recovery import (
    ColdStandby,
    DisasterRecovery,
    PilotLight,
    Recovery,
    RecoveryState,
    Standby,
    WarmStandby,
)
from relinfra.matrix.models.domain import Domain
from relinfra.matrix.models.edge import Edge
from relinfra.matrix.models.engines import AuroraPostgresql, Database, Postgres
from relinfra.matrix.models.environment import AnyEnvironment, Environment, LocalEnvironment
from relinfra.matrix.models.existing_network import ExistingNetwork
from relinfra.matrix.models.health_check import HealthCheck
from relinfra.matrix.models.hook import Hook
from relinfra.matrix.models.images import Images
from relinfra.matrix.models.lint_waiver import LintWaiver
from relinfra.matrix.models.migration import Migration
from relinfra.matrix.models.network import Network
from relinfra.matrix.models.observability import Alerts, Observability
from relinfra.matrix.models.opening import Egress, Ingress, Opening
from relinfra.matrix.models.permission import Permission
from relinfra.matrix.models.rollback import Rollback
from relinfra.matrix.models.scaling import Scaling
from relinfra.matrix.models.secret import SecretSource
from relinfra.matrix.models.service import BaseService, LocalService, Service
from relinfra.matrix.models.state import State
from relinfra.matrix.models.strategies import (
    BlueGreen,
    Canary,
    CodeDeploy,
    CodeDeployAllAtOnce,
    CodeDeployCanary,
    CodeDeployLinear,
    Linear,
    PartialShift,
    Rolling,
    Shifting,
    Strategy,
)
from relinfra.matrix.models.synthetics import Synthetics
from relinfra.matrix.models.waiver import Waiver

__all__ = [
    "Alerts",
    "AnyEnvironment",
    "Approval",
    "AuroraPostgresql",
    "BaseService",
    "BlueGreen",
    "Bootstrap",
    "Bucket",
    "Budget",
    "Build",
    "Canary",
    "CodeDeploy",
    "CodeDeployAllAtOnce",
    "CodeDeployCanary",
    "CodeDeployLinear",
    "ColdStandby",
    "Database",
    "DisasterRecovery",
    "Domain",
    "Edge",
    "Egress",
    "Environment",
    "Evidence",
    "ExistingNetwork",
    "HealthCheck",
    "Hook",
    "Images",
    "Ingress",
    "IntendedDifference",
    "Linear",
    "LintWaiver",
    "LocalEnvironment",
    "LocalService",
    "Migration",
    "Network",
    "Observability",
    "Opening",
    "PartialShift",
    "Permission",
    "PilotLight",
    "Postgres",
    "Recovery",
    "RecoveryState",
    "Rollback",
    "Rolling",
    "Scaling",
    "SecretSource",
    "Service",
    "Shifting",
    "Standby",
    "State",
    "Strategy",
    "Synthetics",
    "Waiver",
    "WarmStandby",
]

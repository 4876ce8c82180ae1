"""Agreed actions: what Terraform planned and people approved, against what it plans when it is to be applied."""

from relinfra.agreement.action import ChangedValue, Kind, PlannedAction
from relinfra.agreement.agreement import AgreedStack, Agreement
from relinfra.agreement.applied import affected_since_applied, applied_record, folder_digest
from relinfra.agreement.file import agreement_text, read_agreement
from relinfra.agreement.judging import Deviation, Judgement, judged
from relinfra.agreement.listing import agreed_actions
from relinfra.agreement.plan_file import StackPlan, read_plan

__all__ = [
    "AgreedStack",
    "Agreement",
    "ChangedValue",
    "Deviation",
    "Judgement",
    "Kind",
    "PlannedAction",
    "StackPlan",
    "affected_since_applied",
    "agreed_actions",
    "agreement_text",
    "applied_record",
    "folder_digest",
    "judged",
    "read_agreement",
    "read_plan",
]

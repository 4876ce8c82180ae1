"""Resources that are paid for by the month: how many of each kind a stage has."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.paid import Paid
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect", "paid_types"]


@cache
def paid_types() -> dict[str, dict[str, Any]]:
    """Return the table of what each Terraform type costs: by row of the plan, or as free or made by nobody."""
    return tomllib.loads((files("relinfra.evidence") / "paid.toml").read_text())


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Count them over all stacks of the stage."""
    own = recorder.at(Stage.paid)
    fields = {field.name: field for field in Paid.fields()}
    for name, types in paid_types()["counted"].items():
        counts = [found for stack in stage.stacks for type_ in types if (found := stack.count(type_)).value]
        managed = _managed(stage) if name == "secrets" else []
        total = sum(int(str(one.value)) for one in counts) + len(managed)
        if total:
            own.add(fields[name], total, *counts, *managed, how="sum_of_counts")


def _managed(stage: StageStacks) -> list[Attribute]:
    """Return what makes RDS keep a secret, which is paid as any other."""
    types = ("aws_db_instance", "aws_rds_cluster")
    found = (one for stack in stage.stacks for type_ in types for one in stack.find(type_))
    return [said for one in found if (said := one.at("manage_master_user_password")) and said.flag]

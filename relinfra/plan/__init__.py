"""The documents of a release: built from facts, written in sets, verified against the stacks.

write_plan(Path("cdktf.out"), Path("out"), repository=Path("."), version="2.5.0", sets=["release-plan"])
verification = verify_plan(Path("out"), Path("cdktf.out"), repository=Path("."))
for difference in verification.differences:
print(difference)
"""

from relinfra.plan.build import build_plan, known_facts
from relinfra.plan.catalogue import LANGUAGES
from relinfra.plan.causes import Cause
from relinfra.plan.close import close_release
from relinfra.plan.difference import Difference
from relinfra.plan.files import FORMATS, FORMER_IDS
from relinfra.plan.kept_ids import KEPT_IDS
from relinfra.plan.model import Plan
from relinfra.plan.programs import Runbook, runbooks
from relinfra.plan.sets import SETS
from relinfra.plan.verification import Verification
from relinfra.plan.verify import verify_plan
from relinfra.plan.write import give_every_id, named_sets, write_plan
from relinfra.plan.written_files import written_files

__all__ = [
    "FORMATS",
    "FORMER_IDS",
    "KEPT_IDS",
    "LANGUAGES",
    "SETS",
    "Cause",
    "Difference",
    "Plan",
    "Runbook",
    "Verification",
    "build_plan",
    "close_release",
    "give_every_id",
    "known_facts",
    "named_sets",
    "runbooks",
    "verify_plan",
    "write_plan",
    "written_files",
]

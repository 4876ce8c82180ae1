"""The Release & Deployment Plan: built from facts, written as documents, verified against the stacks.

plan = write_plan(Path("cdktf.out"), Path("out"), repository=Path("."), version="2.5.0")
verification = verify_plan(Path("out"), Path("cdktf.out"), repository=Path("."))
for difference in verification.differences:
print(difference)
"""

from relinfra.plan.build import build_plan
from relinfra.plan.difference import Difference, Verification
from relinfra.plan.model import Plan
from relinfra.plan.verify import verify_plan
from relinfra.plan.write import MANIFEST, MARKDOWN, write_plan

__all__ = [
    "MANIFEST",
    "MARKDOWN",
    "Difference",
    "Plan",
    "Verification",
    "build_plan",
    "verify_plan",
    "write_plan",
]

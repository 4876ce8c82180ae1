"""Changes between two synthesized outputs, and why they matter.

`collect_changes` writes it down as facts `change.STACK.ADDRESS.KIND.WHAT.*`, each proven on both sides:
by a `FormerEvidence` of the former output, and by a `TerraformEvidence` of the present one. Attributes are compared for
what they mean: a resource referred to in other words is the same one, a rule that an older and wider one already covers
is no new one. One file a kind of change; each yields `Change` objects and knows nothing of facts.
"""

from relinfra.evidence.changes.collect import collect_changes
from relinfra.evidence.changes.planned import Replacement, read_replacements

__all__ = ["Replacement", "collect_changes", "read_replacements"]

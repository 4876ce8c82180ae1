"""Two outputs compared by stack, Terraform address and attribute; everything that compares rests on this room.

`compare` says of each element what Terraform would do, and what that risks; `with_changes` adds it to facts, proven by
a `FormerEvidence` of the former output and a `TerraformEvidence` of the present one. `effect_of` and `replaced_by` say
what replaces a resource, `stateful` whether it holds what cannot be made again.
"""

from relinfra.comparison.attributes import AttributeChange
from relinfra.comparison.change import Action, Change
from relinfra.comparison.compare import Comparison, compare
from relinfra.comparison.facts import with_changes
from relinfra.comparison.planned import Replacement, read_replacements
from relinfra.comparison.replacement import Effect, effect_of, replaced_by
from relinfra.comparison.stateful import STATEFUL, stateful
from relinfra.comparison.states import former_of_states, read_states

__all__ = [
    "STATEFUL",
    "Action",
    "AttributeChange",
    "Change",
    "Comparison",
    "Effect",
    "Replacement",
    "compare",
    "effect_of",
    "former_of_states",
    "read_replacements",
    "read_states",
    "replaced_by",
    "stateful",
    "with_changes",
]

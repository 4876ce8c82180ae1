"""Two outputs compared by stack, Terraform address and attribute; everything that compares rests on this room.

`compare` says of each element what Terraform would do, and what that risks; `with_changes` adds it to facts, proven by
a `FormerEvidence` of the former output and a `TerraformEvidence` of the present one. `effect_of` and `replaced_by` say
what replaces a resource. The names are those of `__init__.pyi`, imported on first use: the lock asks two of them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""The anti-patterns of releases, one module each: its name is the rule's id, its docstring what goes wrong."""

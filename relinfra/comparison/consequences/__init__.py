"""Consequences of changes: one file a kind, each yields `Consequence` objects and knows nothing of facts.

Attributes are compared for what they mean: a resource referred to in other words is the same one, a rule that an older
and wider one already covers is no new one.
"""

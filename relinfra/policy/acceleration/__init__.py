"""Checkov's own steps, taken faster: the same verdicts in a third of the time.

Checkov reads JSON as YAML in pure Python for the sake of line numbers, evaluates each expression anew wherever it
stands, and looks for each name by walking all names. Nothing here judges: every replacement gives what it replaces
gives, and hands over to it wherever that is not certain. Importing this loads Checkov.
"""

from relinfra.policy.acceleration.switch import accelerated, accelerated_part

__all__ = ["accelerated", "accelerated_part"]

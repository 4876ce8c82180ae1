"""Checkov, loaded as a check loads it: it warns, and reads the environment, when it is imported."""

from importlib import import_module

from relinfra.policy.isolation import isolated

with isolated():
    import_module("relinfra.policy.checkov_run")

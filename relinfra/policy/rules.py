"""The rules of the pack, read from their files: nothing is imported, so that no Checkov is loaded."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

from relinfra.errors import ToolError
from relinfra.packs.finding_packs import pack_folder
from relinfra.policy.rule import GROUPS, SEVERITIES, Rule

__all__ = ["read_rules"]

_SAID = tuple(field.name for field in fields(Rule) if field.name not in {"detail", "module"})
_CHOICES = {"group": GROUPS, "level": SEVERITIES}


def read_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return every rule of the pack, sorted by id. Raises `ToolError` where a file does not describe its rule."""
    files = sorted((folder or pack_folder()).glob("*.py"))
    rules = [rule for file in files if (rule := _rule(file)) is not None]
    return tuple(sorted(rules, key=lambda rule: rule.number))


def _rule(file: Path) -> Rule | None:
    """Read the class of a file that has a `policy`; None where the file holds no rule."""
    for node in ast.parse(file.read_text("utf-8"), file.name).body:
        said = _constants(node) if isinstance(node, ast.ClassDef) else {}
        if isinstance(node, ast.ClassDef) and "policy" in said:
            _complain(file, said)
            detail = " ".join((ast.get_docstring(node) or "").split())
            return Rule(**{name: said[name] for name in _SAID}, detail=detail, module=file.stem)
    return None


def _constants(rule: ast.ClassDef) -> dict[str, str]:
    """Return the class attributes that are strings."""
    found: dict[str, str] = {}
    for node in rule.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[node.targets[0].id] = value.value
    return found


def _complain(file: Path, said: dict[str, str]) -> None:
    missing = [name for name in _SAID if name not in said]
    if missing:
        raise ToolError(f"{file}: the rule does not say its {', '.join(missing)}: each is a string of the class")
    for name, choices in _CHOICES.items():
        if said[name] not in choices:
            raise ToolError(f"{file}: {name}: expected one of {', '.join(choices)}, found {said[name]!r}")

"""Checkov's evaluation of Terraform expressions, each different one once."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from keyword import iskeyword
from typing import Any

__all__ = ["Evaluation"]

ASSIGNMENT = re.compile(r"(?<![=!<>])=(?!=)")
"""What may set a name: Checkov's interpreter keeps the names that one expression sets for all that follow."""

REFERENCE = re.compile(r"([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)+", re.ASCII)
"""What the interpreter fails on, unless it knows the first name."""

QUOTED = re.compile(r'"[ !#-\[\]-~]{0,9999}"')
"""What the interpreter takes the quotes from, and nothing else."""

PLAIN = (str, int, float, bool)


class Evaluation:
    """Checkov's functions with a memory.

    What cannot be shared (lists, mappings, functions) and what may set a name is evaluated anew each time, and a name
    that may have been set empties the memory.
    """

    def __init__(
        self,
        evaluate: Callable[[str], Any],
        evaluate_terraform: Callable[[str, bool], Any],
        new_interpreter: Callable[[], Any],
    ) -> None:
        self._evaluate, self._evaluate_terraform, self._new_interpreter = evaluate, evaluate_terraform, new_interpreter
        self._interpreter = new_interpreter()
        self._found: dict[Hashable, Any] = {}
        self._failed: set[str] = set()
        self._assignments = 0

    def evaluate(self, text: str) -> Any:
        """Do what `safe_eval_functions.evaluate` does. Raises `ValueError` where it raises anything."""
        if type(text) is not str:
            return self._evaluate(text)
        if QUOTED.fullmatch(text):
            return text[1:-1]
        if text in self._failed or self._unknown(text):
            raise ValueError(f"cannot be evaluated: {text}")
        if text in self._found:
            return self._found[text]
        if ASSIGNMENT.search(text):
            return self._evaluate_anew(text)
        try:
            return self._kept(text, self._evaluate(text))
        except Exception:
            self._failed.add(text)
            raise

    def evaluate_terraform(self, text: Any, keep_interpolations: bool = True) -> Any:
        """Do what `evaluate_terraform.evaluate_terraform` does."""
        if type(text) is not str:
            return self._evaluate_terraform(text, keep_interpolations)
        key = (text, keep_interpolations)
        if key in self._found:
            return self._found[key]
        before = self._assignments
        value = self._evaluate_terraform(text, keep_interpolations)
        return self._kept(key, value) if self._assignments == before else value

    def interpreter(self) -> Any:
        """Do what `safe_eval_functions.get_asteval` does: give an interpreter that remembers no earlier text."""
        vars(self._interpreter).update(_interrupt=None, expr=None, retval=None, _calldepth=0, code_text=[])
        return self._interpreter

    def _unknown(self, text: str) -> bool:
        reference = REFERENCE.fullmatch(text)
        return reference is not None and not iskeyword(reference[1]) and reference[1] not in self._interpreter.symtable

    def _kept(self, key: Hashable, value: Any) -> Any:
        if type(value) in PLAIN:
            self._found[key] = value
        return value

    def _evaluate_anew(self, text: str) -> Any:
        try:
            return self._evaluate(text)
        finally:
            self._forget()

    def _forget(self) -> None:
        self._assignments += 1
        self._interpreter = self._new_interpreter()
        self._found.clear()
        self._failed.clear()

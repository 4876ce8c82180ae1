"""From pydantic's errors to problems in the words of the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args, get_origin

from relinfra.reading.excerpt import clipped, named, quoted
from relinfra.reading.expecting import EXPECTED
from relinfra.reading.fields import bare, declared_at, field_at, model_at, takes
from relinfra.reading.nearest import meant, nearest
from relinfra.reading.nodes import ListNode, MappingNode, Node, ScalarNode, locate, locate_key
from relinfra.reading.problems import Problem
from relinfra.reading.secrets import is_secret
from relinfra.reading.variant import ABSENT, FOREIGN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from relinfra.reading.model import Model
    from relinfra.reading.nodes import Place
    from relinfra.reading.problems import Path, Position

__all__ = ["MISSING", "UNKNOWN", "path_of", "shown", "translate", "unknown_key", "what_is_wrong"]

MISSING, UNKNOWN = "missing-key", "unknown-key"

_KEY = "[key]"
_TYPES = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "float_type": "a number",
    "int_type": "a whole number",
    "mapping_type": "a mapping",
    "model_attributes_type": "a mapping",
    "model_type": "a mapping",
    "json_invalid": "JSON",
    "list_type": "a list",
    "string_pattern_mismatch": "a text of another form",
    "string_type": "text",
    "string_unicode": "text that is Unicode",
    "tuple_type": "a list",
}


def path_of(error: ErrorDetails) -> Path:
    """Return the path an error is about; an error in a key is about the entry."""
    location = error["loc"]
    return location[:-1] if location and location[-1] == _KEY else location


def translate(error: ValidationError, model: type[Model], tree: Node, *, partial: bool = False) -> Iterator[Problem]:
    """Return the problems behind the errors of validating `tree` as `model`; a partial one may lack anything."""
    # A list whose values are all wrong is called too short as well.
    ignored = {"too_short", "missing", ABSENT, FOREIGN} if partial else {"too_short"}
    for fault in error.errors(include_url=False):
        if fault["type"] not in ignored and not _repeats_a_key(fault, tree):
            yield _problem(fault, model, tree)


def _repeats_a_key(error: ErrorDetails, tree: Node) -> bool:
    """Whether a fault is of a value that only repeats a key, whose fault is told itself."""
    node = locate(tree, error["loc"]).node
    return isinstance(node, ScalarNode) and node.of_key and error["loc"][-1:] != (_KEY,)


def _problem(error: ErrorDetails, model: type[Model], tree: Node) -> Problem:
    path = path_of(error)
    if error["type"] == "missing":
        return _missing(path, model, tree)
    if error["type"] == ABSENT:
        return _needed(path, error["ctx"], model, tree)
    if error["type"] == "extra_forbidden":
        return unknown_key(path, model, tree)
    if error["loc"][-1:] == (_KEY,):
        key, found = locate_key(tree, path), quoted(str(path[-1]))
        advice = error.get("ctx", {}).get("hint") or _broken(error)
        return Problem(key, locate(tree, path).path, _expected(error), found, advice, "key")
    place = locate(tree, path)
    context = error.get("ctx", {})
    hint = context.get("hint") or _hint(place.node, declared_at(model, path)) or _broken(error)
    found, reason = context.get("found") or shown(place.node), _meaning(path, model)
    return Problem(_value_position(place), place.path, _expected(error), found, hint, reason=reason)


def _value_position(place: Place) -> Position:
    """Return where a wrong value stands; of one in lines of its own, the key that opens it."""
    on_its_line = place.node is not None and place.node.position.end is not None
    return place.node.position if place.node is not None and on_its_line else place.position


def _meaning(path: Path, model: type[Model]) -> str:
    """Return what the field at a path is for, or of a value within one that field."""
    for length in range(len(path), 0, -1):
        field = field_at(model, path[:length])
        if field is not None and field.description:
            return f"`{path[length - 1]}`: {field.description}"
    return ""


def shown(node: Node | None) -> str:
    """Describe a value as the file spells it."""
    match node:
        case None:
            return "nothing"
        case MappingNode():
            return "a mapping" if node.entries else "an empty mapping"
        case ListNode():
            return "a list" if node.items else "an empty list"
        case ScalarNode(value=str()) if is_secret(node.path, node.text):
            return "what looks like a secret"
        case ScalarNode(value=str()):
            return quoted(node.text)
        case ScalarNode():
            return clipped(node.text) or "nothing"


def what_is_wrong(error: ValidationError) -> str:
    """Return where the first fault of a value lies that no user wrote, and what was expected there."""
    fault = error.errors(include_url=False)[0]
    place = ".".join(map(str, fault["loc"]))
    what = "the field" if fault["type"] == "missing" else _expected(fault)
    return f"{place}: expected {what}" if place else f"expected {what}"


def _expected(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in (EXPECTED, FOREIGN):
        return str(context["what"])
    if kind == "literal_error":
        return str(context["expected"]).replace("'", "`")
    return _TYPES.get(kind) or "another value"


def _broken(error: ErrorDetails) -> str:
    """Return which rule a text breaks where what is expected names several."""
    return str(error.get("ctx", {}).get("broken", ""))


def _missing(path: Path, model: type[Model], tree: Node) -> Problem:
    place = locate(tree, path)
    field = field_at(model, path)
    example = field.examples[0] if field is not None and field.examples else None
    hint, reason = _for_example(path, example), _meaning(path, model)
    return Problem(place.position, place.path, f"a value for `{path[-1]}`", shown(place.node), hint, MISSING, reason)


def _needed(path: Path, context: Mapping[str, Any], model: type[Model], tree: Node) -> Problem:
    place = locate(tree, path)
    hint = context["hint"] or _for_example(path, context["example"])
    reason = _meaning(path, model)
    return Problem(place.position, place.path, context["what"], shown(place.node), hint, MISSING, reason)


def _for_example(path: Path, example: Any) -> str:
    return "" if example is None else f"for example `{path[-1]}: {_flow(example)}`"


def _flow(value: Any) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in value.items())}}}"
    return json.dumps(value)


def unknown_key(path: Path, model: type[Model], tree: Node) -> Problem:
    """Return the problem of a key that the mapping above it does not know."""
    parent = model_at(model, path[:-1])
    word, known = str(path[-1]), tuple(parent.known_keys()) if parent else ()
    at, place = locate_key(tree, path), locate(tree, path).path
    return Problem(at, place, "a known key", named(word), nearest(word, known), UNKNOWN, meant=meant(word, known))


def _hint(node: Node | None, declared: Any) -> str:
    """Explain how YAML read a value as something else than was meant."""
    annotation = bare(declared)
    if not isinstance(node, ScalarNode) or node.text == "":
        return ""
    if get_origin(annotation) is tuple:
        return f"write it as a list: [{clipped(node.text)}]"
    if isinstance(node.value, str):
        return _hint_for_text(node.text, annotation, declared)
    wants_text = annotation is str or bool(_choices(annotation))
    if wants_text and node.value is not None and takes(declared, node.text):
        kind = "boolean" if isinstance(node.value, bool) else "number"
        return f'YAML reads {clipped(node.text)} as a {kind}; write it in quotes: "{clipped(node.text)}"'
    return ""


def _hint_for_text(text: str, annotation: Any, declared: Any) -> str:
    if annotation in (int, float) and text.strip().isdecimal() and takes(declared, int(text)):
        return "write it without quotes"
    if annotation is bool:
        return "write true or false without quotes"
    return nearest(text, _choices(annotation))


def _choices(annotation: Any) -> list[str]:
    choices = get_args(annotation)
    return list(choices) if choices and all(isinstance(choice, str) for choice in choices) else []

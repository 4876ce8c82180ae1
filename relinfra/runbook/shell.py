"""Commands as shell text: the names of AWS that fill them are quoted, so that none can end the word it stands in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined, Template

from relinfra.evidence import written
from relinfra.packaged import packaged_yaml
from relinfra.runbook.step import Given

__all__ = ["command_text", "shell_command"]


def shell_command(key: str, given: Mapping[str, object]) -> str:
    """Return the command `key`, filled."""
    return _template(key).render(given).strip()


def command_text(key: str) -> str:
    """Return the command `key` as it is written down, not filled."""
    return _commands()[key]


@cache
def _template(key: str) -> Template:
    return _environment().get_template(key)


@cache
def _commands() -> Mapping[str, str]:
    found: dict[str, str] = packaged_yaml(files("relinfra.runbook") / "commands.yaml")
    return found


@cache
def _environment() -> Environment:
    loader = DictLoader(_commands())
    environment = Environment(loader=loader, undefined=StrictUndefined, finalize=_quoted, autoescape=False)  # noqa: S701 - finalize quotes, for the shell
    environment.filters |= {
        "joined": lambda *parts: "".join(map(_plain, parts)),
        "slug": lambda given: re.sub(r"[^A-Za-z0-9]+", "-", _plain(given)).strip("-"),
        "shell_name": lambda given: re.sub(r"\W", "_", _plain(given)).upper(),
        "upper": lambda given: _plain(given).upper(),
        "base": lambda given: _plain(given).rpartition("/")[2],
        "untagged": lambda given: _plain(given).partition("${")[0],
    }
    return environment


def _plain(given: Given) -> str:
    return " ".join(written(given))


def _quoted(given: Given) -> str:
    return " ".join(map(shlex.quote, written(given)))

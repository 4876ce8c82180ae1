"""Scripts of workflow steps: whether they do something, and whether they can fail."""

from __future__ import annotations

import re

__all__ = ["acts", "swallows"]

_IDLE = frozenset(
    {":", "true", "echo", "printf", "exit", "sleep", "set", "export", "cd", "mkdir", "date", "env", "ls", "pwd", "read"}
    | {"if", "then", "else", "elif", "fi", "for", "while", "do", "done", "case", "esac", "[", "[[", "test", "cat"}
)
"""Commands after which nothing has been asked and nothing has changed, and the words of control."""
_LOOKING = re.compile(r"^terraform\b[^|]*\s(?:init|validate|plan|fmt|show|version|providers|output)\b")
_ASSIGNMENT = re.compile(r"^\w+=\S*$")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_BREAK = re.compile(r"\n|;|&&|\|\||\||\bdo\b|\bthen\b|\belse\b")
_SWALLOWED = re.compile(r"\|\|\s*(?:true|:|exit\s+0|echo\b[^\n]*)\s*(?:#.*)?$", re.MULTILINE)


def acts(script: str) -> bool:
    """Return whether a script does more than print, wait, or look at plans."""
    return any(map(_acts, _commands(script)))


def swallows(script: str) -> bool:
    """Return whether a failure of the last acting command of a script is turned into a success."""
    lines = [line for line in _joined(script).splitlines() if acts(line)]
    return bool(lines) and bool(_SWALLOWED.search(lines[-1].strip()))


def _commands(script: str) -> list[str]:
    lines = (_COMMENT.sub("", line) for line in _joined(script).splitlines())
    return [part.strip() for line in lines for part in _BREAK.split(line) if part.strip()]


def _joined(script: str) -> str:
    return script.replace("\\\n", " ")


def _acts(command: str) -> bool:
    words = [word for word in command.split() if not _ASSIGNMENT.match(word)]
    return bool(words) and words[0] not in _IDLE and not _LOOKING.match(" ".join(words))

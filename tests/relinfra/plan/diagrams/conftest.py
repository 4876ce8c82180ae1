"""The parser that GitHub draws Mermaid with."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.npm import installed

Parse = Callable[[str], str]


@pytest.fixture(scope="session")
def parse() -> Iterator[Parse]:
    """Return a function: the text of a Mermaid diagram in, what is wrong with it out, empty where nothing is."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on PATH to run mermaid with")
    folder = installed("mermaid", "mermaid@11.12.2", "jsdom@26.1.0")
    command = [node, str(Path(__file__).with_name("parse.mjs")), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        given, answers = process.stdin, process.stdout

        def parsed(text: str) -> str:
            given.write(f"{json.dumps(text)}\n")
            given.flush()
            return str(json.loads(answers.readline()))

        yield parsed
        given.close()

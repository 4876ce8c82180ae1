"""A program that kills a run at each of its steps in turn, and looks at what a later run makes of it.

python kills.py SCENARIO WAY FOLDER: prints how often it killed; ends with a traceback where a promise is broken.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from relinfra.output import move, replacing_build, replacing_stacks, settle, write_files
from tests.relinfra.output.folders import read, synthesize, write

STEPS = {"ctypes.dlsym", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
"""What changes a folder, as Python's audit hooks call it; an exchange looks up its function in the C library."""


NO_MORE = ("f.html", "deep/g.html")
OLD = sha256(b"old").hexdigest()


def files(root: Path, text: str) -> None:
    """Write files, some into folders that are not there at first, and let two go that were there."""
    new = text == "new"
    names = ("a.md", "deep/b.md", "deep/c.md", *(("new/d.md", "new/er/e.md", "z.md") if new else NO_MORE))
    write_files(root / "docs", dict.fromkeys(names, text), given_up=dict.fromkeys(NO_MORE, OLD) if new else {})


def stacks(root: Path, text: str) -> None:
    """Synthesize, with a state that must come along."""
    with replacing_stacks(root / "out" / "cdktf.out") as begun:
        synthesize(begun.folder, text, "web", "api")
        begun.commit()
    write(root / "out" / "cdktf.out" / "stacks" / "web", {"terraform.tfstate": "state"})


def build(root: Path, text: str) -> None:
    """Build, beside a file of somebody else's, and let one go that was there."""
    with replacing_build(root / "out", lambda: [Path("a.md"), Path("f.html")]) as begun:
        synthesize(begun.folder / "cdktf.out", text, "web")
        write(begun.folder, {"a.md": text, **({"f.html": "old"} if text == "old" else {})})
        begun.give_up({"f.html": OLD} if text == "new" else {})
        begun.commit()
    write(root / "out", {"mine/notes.txt": "mine"})


SCENARIOS: dict[str, Callable[[Path, str], None]] = {"files": files, "stacks": stacks, "build": build}
ONE_STEP = {"stacks", "build"}
"""Nobody ever sees a mixture of these, not even before a later run, where the system can exchange folders."""


def main(scenario: str, way: str, folder: Path) -> None:
    """Kill at the first step, the second, and so on, until a run comes to its end."""
    run = SCENARIOS[scenario]
    if way == "renames":
        move.exchange = lambda _first, _second: False
    old, new = _outcome(run, folder / "old", "old"), _outcome(run, folder / "new", "old", "new")
    for step in itertools.count(1):
        place = folder / str(step)
        _outcome(run, place, "old")
        killed = _killed_at(step, partial(run, place, "new"))
        if scenario in ONE_STEP and way == "exchange":
            assert _visible(place) in (old, new), (step, "a mixture is seen")
        settle(place / ("docs" if scenario == "files" else "out"))
        assert read(place) in (old, new), (step, "a mixture or remains", sorted(read(place)))
        assert not list(place.rglob(".relinfra-*")), (step, "remains")
        shutil.rmtree(place)
        if not killed:
            print(step - 1)  # noqa: T201 - what this program says
            return


def _outcome(run: Callable[[Path, str], None], place: Path, *texts: str) -> dict[str, str]:
    place.mkdir()
    for text in texts:
        run(place, text)
    return read(place)


def _visible(place: Path) -> dict[str, str]:
    return {name: text for name, text in read(place).items() if not name.startswith((".relinfra-", "out/.relinfra-"))}


def _killed_at(step: int, run: Callable[[], None]) -> bool:
    child = os.fork()
    if child == 0:
        _die_at(step)
        run()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status != 0


def _die_at(step: int) -> None:
    seen = itertools.count(1)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (event in STEPS or writing) and next(seen) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))

"""The browser that tests look at pages with."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

__all__ = ["Browser", "browser_of"]

_QUIET = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-sandbox", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    # Whatever it wants of the network for itself, it does not get.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


class Browser:
    """A headless Chromium, started anew for each look."""

    def __init__(self, program: str) -> None:
        self._program = program

    def shot(self, page: Path, picture: Path, *, width: int, height: int) -> Path:
        """Write what a page looks like in a window of that size."""
        self._run(page, f"--screenshot={picture}", f"--window-size={width},{height}")
        return picture

    def paper(self, page: Path, pdf: Path) -> Path:
        """Print a page."""
        self._run(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
        return pdf

    def dom(self, page: Path, *options: str) -> str:
        """Return what a page has become after its scripts ran."""
        return self._run(page, "--dump-dom", "--virtual-time-budget=20000", *options).stdout

    def console(self, page: Path) -> list[str]:
        """Return what the browser says of a page on its console."""
        run = self._run(page, "--dump-dom", "--enable-logging=stderr")
        return [line for line in run.stderr.splitlines() if "CONSOLE" in line]

    def _run(self, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            command = [self._program, *_QUIET, f"--user-data-dir={profile}", *options, page.as_uri()]
            run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert run.returncode == 0, run.stderr
        return run


def browser_of() -> Browser:
    """Return the browser found on PATH; skip where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        program = shutil.which(name)
        if program:
            return Browser(program)
    pytest.skip("no chromium on PATH to look at pages with")

"""The script of a canary, packed as CloudWatch Synthetics wants it: the same bytes wherever it is packed."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import cache
from importlib.resources import files

__all__ = ["HANDLER", "canary_package"]

HANDLER = "check.handler"
_SCRIPT = "canary_script.js"
_PLACE = "nodejs/node_modules/check.js"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16


@cache
def canary_package() -> str:
    """Return the zip archive of the script in base64.

    It is stored without compression, whose bytes depend on the zlib at hand.
    """
    script = files(__package__).joinpath(_SCRIPT).read_bytes()
    entry = zipfile.ZipInfo(_PLACE, date_time=_EARLIEST)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(entry, script)
    return base64.b64encode(packed.getvalue()).decode("ascii")

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_room_is_in_the_table() -> None:
    """Whoever looks for the room of a thing finds all of them in CONTRIBUTING, and none that is gone."""
    rooms = {f"relinfra/{init.parent.name}/" for init in (ROOT / "relinfra").glob("*/__init__.py")}
    rooms |= {"constructs/relinfra_constructs/", "policies/relinfra_policies/"}
    assert set(re.findall(r"^\| `([a-z_/]+/)` \|", CONTRIBUTING, re.MULTILINE)) == rooms

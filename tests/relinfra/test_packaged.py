"""The data that comes with the package is what any reader of YAML finds in it."""

from importlib.resources import files

import pytest
import yaml

from relinfra.packaged import packaged_yaml


@pytest.mark.parametrize(
    "name",
    ["runbook/commands.yaml", "runbook/not_emulated.yaml", "plan/locales/en/claims.yaml", "plan/locales/ru/words.yaml"],
)
def test_the_quick_reader_finds_what_the_plain_one_finds(name: str) -> None:
    """Whether libyaml is there or not."""
    file = files("relinfra").joinpath(name)
    assert packaged_yaml(file) == yaml.safe_load(file.read_text("utf-8"))

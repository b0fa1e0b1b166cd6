"""What holds for the project as a whole: its README, its words, its settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from assistant import Assistant, Settings
from assistant.texts import words
from corpus.models import Language, Verdict
from ui.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readmes_python_runs(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.setenv("PLIKTKOMPASS_DATA_DIR", str(assistant.settings.data_dir))
    exec(compile(example, "README.md", "exec"), {})


def test_the_readme_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"PLIKTKOMPASS_([A-Z_]+)`", README))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_the_readme_names_commands_that_exist() -> None:
    whole = get_command(app)
    assert isinstance(whole, TyperGroup)
    groups = {name for name, command in whole.commands.items() if isinstance(command, TyperGroup)}
    commands = set(whole.commands) - groups
    named = set(re.findall(r"^pliktkompass (\w+)", README, re.MULTILINE)) | set(
        re.findall(r"`pliktkompass (\w+)", README)
    )
    assert named <= commands | groups
    assert commands <= named | groups


@pytest.mark.parametrize("language", list(Language))
def test_the_assistants_own_words_are_whole(language: Language) -> None:
    own = words(language)
    assert set(own.verdicts) == set(Verdict)
    assert len(own.ledd) == len(words(Language.NB).ledd)
    for name, template in own.notices.model_dump().items():
        fields = re.findall(r"\{(\w+)\}", template)
        assert fields == re.findall(r"\{(\w+)\}", getattr(words(Language.NB).notices, name))


def test_no_machine_or_registry_is_named() -> None:
    """Paths of somebody's machine and hosts of registries have no place in the project."""
    told = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "py" + r"pi\.org", "pythonho" + "sted", "npm" + r"js\.")))
    for pattern in ("**/*.py", "**/*.md", "**/*.yaml", "*.toml", "Makefile", "constraints.txt"):
        for path in ROOT.glob(pattern):
            if not any(part.startswith(".") for part in path.relative_to(ROOT).parts):
                assert not told.search(path.read_text(encoding="utf-8")), path

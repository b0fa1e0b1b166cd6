"""The assistant that a command works with."""

from __future__ import annotations

from assistant import Assistant, Settings, load_settings
from ui.lasting import lasting
from ui.progress import index_progress


def open_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant by the settings, for as long as the process runs; shows how far an index is that must be built."""
    with lasting(), index_progress() as on_progress:
        return Assistant.open(settings or load_settings(), on_progress)

"""How a long piece of work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being worked on, how much of it is done, and how much it is in all (0 where
that is not known). The unit is bytes."""

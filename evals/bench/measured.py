"""What a benchmark gives: rows of a table, points of a plot."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One figure. ``at_most`` and ``at_least`` are the goal, where there is one; ``note`` is how it was measured."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def goal(self) -> str:
        """The goal in words, or nothing."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; nothing where there is none."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self.at_least if self.at_least is not None else None


@dataclass(frozen=True)
class Plot:
    """Lines over a number, or bars where ``x`` holds names. ``lines`` maps a name to its values."""

    name: str
    title: str
    x_label: str
    y_label: str
    x: tuple[float | str, ...]
    lines: dict[str, tuple[float, ...]]
    logarithmic: bool = False


@dataclass(frozen=True)
class Part:
    """One question that the benchmark answers. ``skipped`` says why it does not."""

    title: str
    about: str
    rows: tuple[Row, ...] = ()
    plots: tuple[Plot, ...] = ()
    skipped: str = ""
    seconds: float = field(default=0.0, compare=False)

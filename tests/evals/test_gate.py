"""CI's own run: every second evaluation question, compared with the committed figures."""

from __future__ import annotations

from assistant import Assistant
from evals.gate import FILE, fallen, gate_figures, quick, read_figures
from evals.metrics import all_metrics
from evals.questions import FOLDER, read_questions
from evals.running import plainly, run


def test_no_figure_has_fallen_below_its_committed_interval(assistant: Assistant) -> None:
    """A real fall is mended; where it is meant, «make eval» commits the new figures with the reason."""
    knowledge = assistant.knowledge
    questions = [q for half in ("dev", "test") for q in quick(read_questions(FOLDER / f"{half}.jsonl", knowledge))]
    results = list(run(plainly(assistant), questions))
    metrics = all_metrics(knowledge, assistant.settings.day())
    assert not fallen(metrics, read_figures(FILE, "gate"), gate_figures(metrics, results))

"""The report: Markdown and HTML with plots, from what a run has measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt

from corpus.knowledge import Knowledge
from corpus.models import Language
from corpus.refs import ProvisionRef
from evals import citing
from evals.calibration import calibrate
from evals.conduct import verdict_right
from evals.figures import Figure, difference
from evals.guard import Judged
from evals.measured import Measured
from evals.pictures import draw
from evals.questions import HELD_OUT, QuestionKind
from evals.running import Result
from evals.suite import Half, by, search_figures

_TEMPLATES = Path(__file__).parent / "templates"
_WORST = 20
_PLACE = 60
"""Characters of a place that are shown."""
_BETWEEN = ("first citation and verdict right", "must-cite recall", "first citation right", "verdict")
"""The metrics that are compared between languages."""
_MOST = {Language.NN: 0.03, Language.EN: 0.05}
"""The most that a language may differ from bokmål."""


def write_report(measured: Measured, folder: Path) -> None:
    """Write ``report.md``, ``report.html`` and ``plots/*.svg`` into ``folder``."""
    draw(measured, folder / "plots")
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), trim_blocks=True, autoescape=False)  # noqa: S701
    text = environment.get_template("report.md.j2").render(_told(measured))
    (folder / "report.md").write_text(text, encoding="utf-8")
    # Raw HTML in a question stays text: the parser escapes it.
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    page = environment.get_template("report.html.j2").render(body=body)
    (folder / "report.html").write_text(page, encoding="utf-8")


def figure_rows(measured: Measured) -> list[list[str]]:
    """A row for each metric: name, goal, and its figure in each half."""
    rows = []
    for metric in measured.metrics:
        goal = "" if metric.goal is None else f"{'≤' if metric.lower_is_better else '≥'} {metric.goal:g}"
        cells = []
        for half in measured.halves:
            found = metric.figure(half.results)
            reached = metric.reached(found)
            cells.append(cell(found) + ("" if reached is None else " ✓" if reached else " ✗"))
        rows.append([metric.name, goal, *cells])
    return rows


def cell(found: Figure) -> str:
    """A figure as it stands in a table."""
    return f"{found.value:.3f} [{found.low:.2f}, {found.high:.2f}] n={found.count}" if found.count else "–"


def language_differences(measured: Measured) -> list[tuple[Figure, float]]:
    """How much nynorsk and English differ from bokmål, each with the most that they may."""
    found = []
    for language, most in _MOST.items():
        for name in _BETWEEN:
            one, other = (_scores(measured, name, which) for which in (Language.NB, language))
            found.append((difference(f"{name}, nb less {language.value}", one, other), most))
    return found


def _scores(measured: Measured, name: str, language: Language) -> list[float]:
    metric = measured.metric(name)
    scores = [metric.score(result) for result in measured.results if result.question.language is language]
    return [score for score in scores if score is not None]


def _told(measured: Measured) -> dict[str, Any]:
    halves = measured.halves
    names = [half.name for half in halves]
    both = measured.metric("first citation and verdict right")
    kinds = by(measured.results, both, lambda q: q.kind.value, [kind.value for kind in QuestionKind])
    confidences = [one for half in halves for one in half.confidences]
    return {
        "questions": len(measured.results),
        "embedder": measured.embedder,
        "has_texts": measured.has_texts,
        "opened": measured.opened,
        "skipped": measured.skipped,
        "figures": _table(["figure", "goal", *names], figure_rows(measured)),
        "differences": _table(
            ["difference", "goal", "figure"],
            [[found.name, f"≤ {most:g}", cell(found)] for found, most in language_differences(measured)],
        ),
        "kinds": _table(["kind", both.name], [[name, cell(found)] for name, found in kinds.items()]),
        "searches": [_searches(half, measured.knowledge) for half in halves if half.searches],
        "ablations": [_ablations(half, measured) for half in halves if half.ablations],
        "calibration": calibrate(confidences, measured.limit),
        "ungrounded": ", ".join(f"{reason} {count}" for reason, count in measured.ungrounded.items()),
        "judged": [(one.source, _judged(one)) for one in measured.judged],
        "hostile": measured.hostile,
        "lies": _table(["", "share"], [[f.name, cell(f)] for f in measured.hostile.figures()])
        if measured.hostile
        else "",
        "speed": _table(
            ["half", "answers", "median answer", "median embedding", "times", "all answers"], _speed(halves)
        ),
        "worst": [_worst(result, half) for half in halves if half.name != HELD_OUT for result in worst(half, _WORST)],
        "definitions": [(metric.name, metric.definition) for metric in measured.metrics],
        "counts": "; ".join(f"{half.name}: {_counts(half)}" for half in halves),
    }


_GUARD_GOALS = {
    "faithful dropped": "≤ 0.05", "invented_paragraph": "≥ 0.99", "number": "≥ 0.99", "age": "≥ 0.99",
    "deadline": "≥ 0.99", "must_to_may": "≥ 0.95", "may_to_must": "≥ 0.95", "negation": "≥ 0.95",
}  # fmt: skip
"""What the guard is to reach; 0.90 for the other ways to break a sentence."""


def _judged(judged: Judged) -> str:
    rows = []
    for dev, test in judged.table():
        kind = dev.name.removeprefix("caught: ")
        goal = _GUARD_GOALS.get(kind, "≥ 0.9" if kind != dev.name else "")
        rows.append([dev.name, goal, cell(dev), cell(test)])
    return _table(["figure", "goal", "dev", "test"], rows)


def worst(half: Half, count: int) -> list[Result]:
    """The worst answers of a half, the worst first. None of the half that is held out: its questions are not shown."""
    return [] if half.name == HELD_OUT else sorted(half.results, key=_quality)[:count]


def _quality(result: Result) -> float:
    parts = [
        citing.must_cite_recall(result),
        citing.first_right(result),
        citing.citation_precision(result),
        verdict_right(result),
    ]
    known = [part for part in parts if part is not None]
    return sum(known) / len(known)


def _worst(result: Result, half: Half) -> dict[str, Any]:
    question = result.question
    columns = ["must cite", "Pliktkompass", *(name for name in half.searches if not name.startswith("Pliktkompass"))]
    lists = [[" or ".join(map(str, group)) for group in question.must_cite], [_marked(result, r) for r in result.cited]]
    for name in list(half.searches)[1:]:
        found = next(one for one in half.searches[name] if one.question is question)
        lists.append([_marked(result, ref) for ref in found.refs[:4]])
    height = max(map(len, lists))
    rows = [[column[row] if row < len(column) else "" for column in lists] for row in range(height)]
    got = f"failed with {result.error}" if result.answer is None else result.answer.verdict.value
    right = ", ".join(verdict.value for verdict in question.verdicts)
    about = [question.kind.value, question.language.value, *filter(None, [question.role])]
    return {
        "title": f"{question.id} ({', '.join(about)})",
        "asked": [*question.history, question.question],
        "verdict": f"Verdict: {got}. Right: {right}.",
        "table": _table(columns, rows),
    }


def _marked(result: Result, ref: ProvisionRef) -> str:
    """A place in bold where it is right to cite. A section without a number is called by its heading, which can be
    a whole sentence of the law: its beginning is enough to find it."""
    place = shorten(str(ref), _PLACE, placeholder=" …")
    return f"**{place}**" if citing.is_right(result.question, ref) else place


def _searches(half: Half, knowledge: Knowledge) -> str:
    def is_law(ref: ProvisionRef) -> bool:
        return knowledge.sources[ref.source].is_law

    columns = {name: search_figures(found, is_law) for name, found in half.searches.items()}
    return _sideways(half.name, columns)


def _ablations(half: Half, measured: Measured) -> str:
    names = (*_BETWEEN, "citation precision", "wrong statute")
    columns = {
        name: [measured.metric(metric).figure(results) for metric in names] for name, results in half.ablations.items()
    }
    return _sideways(half.name, columns)


def _sideways(title: str, columns: Mapping[str, Sequence[Figure]]) -> str:
    """A table with a row for each way of doing it and a column for each figure."""
    heads = [figure.name for figure in next(iter(columns.values()))]
    return _table([title, *heads], [[name, *map(cell, figures)] for name, figures in columns.items()])


def _speed(halves: Iterable[Half]) -> list[list[str]]:
    return [
        [
            half.name,
            str(half.speed.count),
            f"{half.speed.answer * 1000:.1f} ms",
            f"{half.speed.embedding * 1000:.1f} ms",
            f"{half.speed.ratio:.2f}",
            f"{half.speed.total:.1f} s",
        ]
        for half in halves
    ]


def _counts(half: Half) -> str:
    kinds = Counter(result.question.kind.value for result in half.results)
    languages = Counter(result.question.language.value for result in half.results)
    return ", ".join(f"{name} {count}" for name, count in (*kinds.most_common(), *languages.most_common()))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(one).replace("|", "\\|") for one in line) + " |" for line in lines)

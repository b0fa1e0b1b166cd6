"""``guide`` and ``note``: the decision guide, and the draft of an assessment note."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from assistant import Assistant
from assistant.guide import GuideEnd, GuideQuestion, GuideView
from assistant.notes import sheet
from assistant.printing import Format, render, save
from corpus.models import Language
from ui.guide_texts import guide_texts
from ui.opening import open_assistant

app = typer.Typer()

_Answers = Annotated[str | None, typer.Option(help="Answers from the first question on, with commas between them.")]
_Language = Annotated[Language, typer.Option(help="nb, nn or en.")]


@app.command()
def guide(
    answers: _Answers = None,
    language: _Language = Language.NB,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print where the answers lead as JSON, and ask nothing.")
    ] = False,
) -> None:
    """Find out whether you may share: a few questions lead to a conclusion with its provisions."""
    assistant = open_assistant()
    view = assistant.guide(_split(answers), language)
    if as_json:
        print(view.model_dump_json(indent=2))
        return
    if answers is None:
        view = _asked(assistant, view)
    _show(view)


@app.command()
def note(
    question: Annotated[str | None, typer.Argument(help="The question to write a note on.")] = None,
    role: Annotated[str | None, typer.Option(help="Your role, such as teacher or school_nurse.")] = None,
    answers: _Answers = None,
    language: Annotated[Language, typer.Option(help="The language of a note on the guide's answers.")] = Language.NB,
    form: Annotated[Format, typer.Option("--format", help="docx, pdf or text.")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write the note to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the note holds as JSON.")] = False,
) -> None:
    """Draft an assessment note on a question, or on answers to the guide. The decision is for you to write."""
    if (question is None) == (answers is None):
        raise typer.BadParameter("give a question, or the guide's answers with --answers")
    if out is None and form is not Format.TEXT and not as_json:
        raise typer.BadParameter(f"give --out FILE for a note as {form.value}")
    assistant = open_assistant()
    made = assistant.note(question, role) if question else assistant.guide_note(_split(answers), language)
    if as_json:
        print(made.model_dump_json(indent=2))
    elif out is None:
        print(render(sheet(made), Format.TEXT).decode(), end="")
    else:
        save(sheet(made), form, out)
        print(out)


def _split(answers: str | None) -> list[str]:
    return [answer.strip() for answer in (answers or "").split(",") if answer.strip()]


def _asked(assistant: Assistant, view: GuideView) -> GuideView:
    """The guide's questions asked in the terminal, until it comes to its end or the person stops."""
    texts = guide_texts(view.language)
    console = Console()
    console.print(f"[bold]{view.title}[/bold]\n{view.intro}")
    while view.question is not None:
        _show(view)
        said = typer.prompt(f"\n{texts.prompt}").strip().lower()
        if said == "q":
            raise typer.Exit
        options = view.question.options
        if said == "b":
            view = assistant.guide(view.answers[:-1], view.language)
        elif said.isdecimal() and 1 <= int(said) <= len(options):
            view = assistant.guide([*view.answers, options[int(said) - 1].id], view.language)
        else:
            console.print(texts.not_a_number.format(count=len(options)))
    return view


def _show(view: GuideView) -> None:
    if view.question is not None:
        _show_question(view, view.question)
    elif view.outcome is not None:
        _show_outcome(view.outcome)


def _show_question(view: GuideView, question: GuideQuestion) -> None:
    texts = guide_texts(view.language)
    print(f"\n{texts.number.format(number=view.number)}: {question.ask}\n{texts.why}: {question.why}\n")
    for number, option in enumerate(question.options, start=1):
        print(f"  {number}. {option.label}  ({option.id})")


def _show_outcome(outcome: GuideEnd) -> None:
    console = Console()
    if console.is_terminal:
        console.print(Markdown(f"# {outcome.title}\n\n{outcome.answer.text}"))
    else:
        print(f"# {outcome.title}\n\n{outcome.answer.text}")

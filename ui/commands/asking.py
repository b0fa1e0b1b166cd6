"""``ask``: one question, or a file of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.opening import open_assistant

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in bokmål, nynorsk or English.")] = None,
    role: Annotated[str | None, typer.Option(help="Your role, such as teacher or school_nurse.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    batch: Annotated[Path | None, typer.Option(help="Read questions from this file, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the batch's answers to this file.")] = None,
) -> None:
    """Answer one question, or a file of them."""
    if (question is None) == (batch is None) or (batch is None) != (out is None):
        raise typer.BadParameter("give a question, or both --batch IN.jsonl and --out OUT.jsonl")
    assistant = open_assistant()
    if batch is not None and out is not None:
        from ui.batch import answer_file

        answer_file(assistant, batch, out)
        return
    answer = assistant.ask(question or "", role)
    if as_json:
        print(answer.model_dump_json(indent=2))
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(answer.text))
    else:
        print(answer.text)

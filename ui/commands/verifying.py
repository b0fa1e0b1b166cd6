"""``verify``: does a provision carry a sentence?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import load_settings
from assistant.grounding import Guard, SourceText

app = typer.Typer()


@app.command()
def verify(
    sentence: Annotated[str | None, typer.Argument(help="The sentence, in bokmål, nynorsk or English.")] = None,
    ref: Annotated[
        list[str] | None, typer.Option(help="What it is said to rest on, such as lov/1999-07-02-64#33.")
    ] = None,
    batch: Annotated[Path | None, typer.Option(help="Read sentences from this file, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the batch's outcomes to this file.")] = None,
) -> None:
    """Say whether the cited text carries a sentence: supported, partly, unsupported or not_found, and why."""
    if (sentence is None) == (batch is None) or (batch is None) != (out is None):
        raise typer.BadParameter("give a sentence with --ref, or both --batch IN.jsonl and --out OUT.jsonl")
    guard = Guard.open(load_settings())
    if batch is not None and out is not None:
        from ui.batch import verify_file

        verify_file(guard, batch, out)
        return
    found = guard.verify(sentence or "", [SourceText(ref=name) for name in ref or []])
    print(found.model_dump_json(indent=2))

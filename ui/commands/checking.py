"""``check``: is the law that a routine cites still the law?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.printing import Format, render, save
from assistant.routine import read_manuscript, report_document
from corpus.errors import DocumentError
from corpus.models import Language
from ui.opening import open_assistant

app = typer.Typer()


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A routine, plan or agreement: DOCX, PDF, HTML or text.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    form: Annotated[Format | None, typer.Option("--format", help="Write the report as this, with --out.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    language: Annotated[Language | None, typer.Option(help="The report's language.")] = None,
) -> None:
    """Check every reference to law in a document: in force, repealed, moved, coming, unknown, about something else."""
    if (form is None) != (out is None) or (as_json and form is not None):
        raise typer.BadParameter("give --json, or both --format and --out, or neither")
    manuscript = read_manuscript(_bytes(file), file.name, ocr=True)
    report = open_assistant().check(manuscript, language)
    if as_json:
        print(report.model_dump_json(indent=2))
        return
    document = report_document(report, language or report.language)
    if form is not None and out is not None:
        save(document, form, out)
        print(f"The report is in {out}")
    else:
        print(render(document, Format.TEXT).decode())


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read ({error.strerror}); check the path and the rights") from error

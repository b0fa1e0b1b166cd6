"""``corpus`` and ``roles``: work on the knowledge itself, and what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import load_settings
from corpus.checking import check, coverage
from corpus.loading import load
from corpus.problems import Severity
from ingest.comparing import compare, texts_of
from ui.listing import list_sections
from ui.locking import law_passages, lock
from ui.plain import coverage_table
from ui.progress import index_progress

app = typer.Typer()
corpus_app = typer.Typer(help="Work on the knowledge itself.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")


@corpus_app.command("check")
def corpus_check(
    notes: Annotated[bool, typer.Option(help="Also list what is not wrong but could be better.")] = False,
    text: Annotated[Path | None, typer.Option(help="Compare with the law's text in this folder or archive.")] = None,
) -> None:
    """Check that the knowledge is whole and in force. Ends with status 1 where something must be mended."""
    settings = load_settings()
    knowledge = load(settings.corpus_dir)
    problems = check(knowledge, settings.day())
    if text is None:
        print("The law's text was not compared; give it with --text FOLDER.")
    else:
        problems += compare(knowledge, texts_of(law_passages(settings, knowledge, text)))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in problems if notes else errors:
        print(problem)
    print(coverage_table(coverage(knowledge)))
    print(f"{len(errors)} errors, {len(problems) - len(errors)} notes")
    if errors:
        raise typer.Exit(1)


@corpus_app.command("lock")
def corpus_lock(
    text: Annotated[Path, typer.Option(help="The law's text: a folder or an archive.")],
    again: Annotated[
        list[str] | None, typer.Option(help="References to lock again after they were read again.")
    ] = None,
) -> None:
    """Record the text that new digests were written from. A digest that is recorded stays so unless it is named."""
    settings = load_settings()
    print(lock(settings, text, again or []))


@corpus_app.command("sections")
def corpus_sections(text: Annotated[Path, typer.Option(help="The law's text: a folder or an archive.")]) -> None:
    """Record which sections each law has, so that a reference to one that does not exist is seen."""
    print(list_sections(load_settings(), text))


@corpus_app.command("vectors")
def corpus_vectors() -> None:
    """Compute the vectors that are shipped with the knowledge, so that a first start need not."""
    from ui.shipping import ship_vectors

    with index_progress() as on_progress:
        print(ship_vectors(load_settings(), on_progress))


@app.command()
def roles() -> None:
    """List the roles that an asker can choose."""
    settings = load_settings()
    for role in load(settings.corpus_dir, settings.data_dir).roles.values():
        if role.choosable:
            print(f"{role.id}\t{role.name.nb}")

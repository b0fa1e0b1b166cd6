"""The command ``pliktkompass``. An error that the project knows is one plain line, never a traceback."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from assistant import Assistant, load_settings
from corpus.checking import Severity, check, coverage
from corpus.errors import PliktkompassError
from corpus.knowledge import load
from corpus.models import Language
from ingest.comparing import compare, texts_of
from ui.locking import law_passages, lock
from ui.plain import coverage_table, provision_text
from ui.progress import index_progress

app = typer.Typer(
    name="pliktkompass",
    help="Answers questions on Norwegian confidentiality, reporting and collaboration law, with the provisions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; known errors end with status 2 and one message."""
    try:
        app()
    except PliktkompassError as error:
        print(f"pliktkompass: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


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
    with index_progress() as on_progress:
        assistant = Assistant.open(load_settings(), on_progress)
    if batch is not None and out is not None:
        from ui.batch import answer_file

        answer_file(assistant, batch, out)
        return
    answer = assistant.ask(question or "", role)
    if as_json:
        print(answer.model_dump_json(indent=2))
    elif sys.stdout.isatty():
        Console().print(Markdown(answer.text))
    else:
        print(answer.text)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; loopback unless you say otherwise.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Open the assistant as a web page and an HTTP API."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import uvicorn

    from ui.server import create_app, free_port

    settings = load_settings(**{name: value for name, value in (("port", port), ("host", host)) if value is not None})
    free_port(settings)
    with index_progress() as on_progress:
        assistant = Assistant.open(settings, on_progress)
    address = f"http://{settings.host}:{settings.port}/"
    print(f"Pliktkompass is at {address} (stop with Ctrl+C)", flush=True)
    if open_browser:
        webbrowser.open(address)
    uvicorn.run(create_app(assistant), host=settings.host, port=settings.port, log_level="warning", access_log=False)


@app.command()
def ingest(
    where: Annotated[
        list[str] | None,
        typer.Argument(
            help="Folders, archives, documents (PDF, DOCX, HTML, text) or addresses. Default: Lovdata's open data."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Keep every act, not only the sources listed.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Build the index of the knowledge again as well.")] = False,
) -> None:
    """Read the law's own text, and documents of your own, so that answers can quote them."""
    from ui.ingesting import ingest_all

    settings = load_settings()
    if rebuild:
        with index_progress() as on_progress:
            Assistant.open(settings, on_progress, rebuild=True)
    ingest_all(settings, where or [], everything=everything)


@app.command()
def show(
    ref: Annotated[str, typer.Argument(help="The provision's address, such as lov/1999-07-02-64#33.")],
    language: Annotated[Language, typer.Option(help="nb, nn or en.")] = Language.NB,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show one provision: our words for it, its status, and its text where that is loaded."""
    with index_progress() as on_progress:
        found = Assistant.open(load_settings(), on_progress).provision(ref, language)
    print(found.model_dump_json(indent=2) if as_json else provision_text(found))


@app.command()
def sources() -> None:
    """List every law, regulation and document that the assistant knows."""
    settings = load_settings()
    day = settings.day()
    for source in load(settings.corpus_dir).sources.values():
        print(f"{source.id}\t{source.short.nb}\t{source.status(day).value}\t{source.url or ''}")


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


@corpus_app.command("vectors")
def corpus_vectors() -> None:
    """Compute the vectors that are shipped with the knowledge, so that a first start need not."""
    from ui.shipping import ship_vectors

    with index_progress() as on_progress:
        print(ship_vectors(load_settings(), on_progress))


@app.command()
def roles() -> None:
    """List the roles that an asker can choose."""
    for role in load(load_settings().corpus_dir).roles.values():
        if role.choosable:
            print(f"{role.id}\t{role.name.nb}")
